"""A shop's token becomes a verified conversation; a bad one never stands between a customer and the chat."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

import structlog

from app.conversations.visitors import Visitor, Visitors
from app.domain import commands as c
from app.domain.errors import IdentityOff, InvalidInput, OtherAccount, TokenRefused
from app.domain.identity import TOKEN_METHOD, SignedInAccount
from app.domain.ids import Language
from app.identity.tokens import IdentityTokens
from app.web.customer_session import CustomerSession, Reception
from app.web.renewal import publish_renewal

IdentityState = Literal["verified", "refused", "none"]
"""What became of the page's token; "none" when it brought none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """Whose session it is after the token was looked at, and the error code when it was refused.

    The visitor's secret is set when it is a new one. `is_another`: not the visitor who came, but a new one.
    """

    visitor: Visitor
    identity: IdentityState
    refusal: str = ""
    is_another: bool = False
    until: datetime | None = None


class Identification:
    """Verifies conversations by the shop's tokens."""

    def __init__(self, tokens: IdentityTokens, visitors: Visitors, reception: Reception) -> None:
        self._tokens = tokens
        self._visitors = visitors
        self._reception = reception
        self._log = structlog.get_logger("identity")

    async def identify(self, visitor: Visitor, token: str, language: Language) -> Identified:
        """Verify the visitor's conversation, which is started when it is not.

        What was nobody's becomes somebody's with a new secret: who used this browser before, and kept the old
        one, does not read along. Sockets opened with it are closed.

        Raises TokenRefused and IdentityOff for the token, OtherAccount when the conversation was verified for
        another account before, RateLimited for a page that keeps asking.
        """
        self._reception.frames.spend(visitor.customer_id)
        signed_in = self._read(token)
        await CustomerSession(visitor, language, self._reception).start()
        conversations = self._reception.conversations
        was_nobodys = not (await conversations.state(visitor.conversation_id)).account
        command = c.VerifyIdentity(account=signed_in.account, method=TOKEN_METHOD, until=signed_in.until)
        try:
            handled = await conversations.handle(visitor.conversation_id, command, sender="system")
        except InvalidInput:
            raise TokenRefused("expired on the way") from None
        if was_nobodys and handled.public:
            visitor = replace(visitor, secret=await self._visitors.renew_secret(visitor.customer_id))
            await publish_renewal(self._reception.bus, visitor.customer_id)
        return Identified(visitor=visitor, identity="verified", until=handled.state.account_until)

    def _read(self, token: str) -> SignedInAccount:
        try:
            return self._tokens.read(token)
        except (TokenRefused, IdentityOff) as refusal:
            self._log.warning("identity_token_refused", reason=str(refusal))
            raise

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
                return await self.identify(visitor, token, language)
            except OtherAccount:
                return replace(await self.identify(await welcome(), token, language), is_another=True)
        except (TokenRefused, IdentityOff) as refusal:
            return Identified(visitor=visitor, identity="refused", refusal=refusal.code)
