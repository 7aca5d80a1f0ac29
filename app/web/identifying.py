"""A shop's token becomes a verified conversation; a bad one never stands between a customer and the chat."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import structlog

from app.conversations.visitors import Visitor
from app.domain import commands as c
from app.domain.errors import IdentityOff, OtherAccount, TokenRefused
from app.domain.identity import TOKEN_METHOD
from app.domain.ids import Language
from app.identity.tokens import IdentityTokens
from app.web.customer_session import CustomerSession, Reception

IdentityState = Literal["verified", "refused", "none"]
"""What became of the page's token; "none" when it brought none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """Whose session it is after the token was looked at, and the error code when it was refused."""

    visitor: Visitor
    identity: IdentityState
    refusal: str = ""


class Identification:
    """Verifies conversations by the shop's tokens."""

    def __init__(self, tokens: IdentityTokens, reception: Reception) -> None:
        self._tokens = tokens
        self._reception = reception
        self._log = structlog.get_logger("identity")

    async def identify(self, visitor: Visitor, token: str, language: Language) -> datetime:
        """Verify the visitor's conversation, which is started when it is not; returns until when.

        Raises TokenRefused and IdentityOff for the token, OtherAccount when the conversation was verified for
        another account before, RateLimited for a page that keeps asking.
        """
        self._reception.frames.spend(visitor.customer_id)
        try:
            signed_in = self._tokens.read(token)
        except TokenRefused as refusal:
            self._log.warning("identity_token_refused", reason=str(refusal))
            raise
        except IdentityOff:
            self._log.warning("identity_token_refused", reason="ZABOTA_IDENTITY_KEYS is not set")
            raise
        await CustomerSession(visitor, language, self._reception).start()
        command = c.VerifyIdentity(account=signed_in.account, method=TOKEN_METHOD, until=signed_in.until)
        handled = await self._reception.conversations.handle(
            visitor.conversation_id, command, sender="system"
        )
        return handled.state.account_until or signed_in.until

    async def at_start(
        self, visitor: Visitor, token: str, language: Language, welcome: Callable[[], Awaitable[Visitor]]
    ) -> Identified:
        """The session of whoever the token names: `visitor`, or one made by `welcome` for another account.

        On a shared computer the next customer brings a token of their own, and must not read what the last
        one wrote. A token that proves nothing changes nothing.
        """
        if not token:
            return Identified(visitor=visitor, identity="none")
        try:
            try:
                await self.identify(visitor, token, language)
            except OtherAccount:
                visitor = await welcome()
                await self.identify(visitor, token, language)
        except (TokenRefused, IdentityOff) as refusal:
            return Identified(visitor=visitor, identity="refused", refusal=refusal.code)
        return Identified(visitor=visitor, identity="verified")
