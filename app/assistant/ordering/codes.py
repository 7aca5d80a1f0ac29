"""One-time codes by mail: a second proof that the customer reads the mailbox of the order.

A code is a keyed digest of who asks, what they claim and the time, so that nothing is stored and any node can
check what another has sent.
"""

import hmac
from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog

from app.assistant.port import Spawn
from app.domain.errors import SupportError
from app.domain.ids import Language
from app.domain.orders import IdentityClaim

GOOD_FOR_S = 600
DIGITS = 6

SendCode = Callable[[str, str, Language], Awaitable[None]]
"""Sends a code to an address, in words of a language."""


class OneTimeCodes:
    """Makes, sends and checks codes of six digits; each works for ten to twenty minutes."""

    def __init__(self, key: bytes, send: SendCode, clock: Callable[[], datetime], spawn: Spawn) -> None:
        self._key = key
        self._send = send
        self._clock = clock
        self._spawn = spawn
        self._log = structlog.get_logger("codes")

    def send(self, visitor: str, claim: IdentityClaim, language: Language) -> None:
        """Send a code to the claim's e-mail, behind the scenes: a hit answers as fast as a miss."""
        self._spawn(self._deliver(claim.email, self._code(visitor, claim, self._window()), language))

    def fits(self, visitor: str, claim: IdentityClaim, written: str) -> bool:
        """Whether `written` is the code that this visitor was sent for this claim."""
        now = self._window()
        codes = [self._code(visitor, claim, window) for window in (now, now - 1)]
        return any(hmac.compare_digest(code.encode(), written.encode()) for code in codes)

    def _window(self) -> int:
        return int(self._clock().timestamp()) // GOOD_FOR_S

    def _code(self, visitor: str, claim: IdentityClaim, window: int) -> str:
        said = "\x1f".join((visitor, claim.order, claim.email.strip().lower(), str(window)))
        digest = hmac.digest(self._key, said.encode(), "sha256")
        return f"{int.from_bytes(digest[:8]) % 10**DIGITS:0{DIGITS}d}"

    async def _deliver(self, address: str, code: str, language: Language) -> None:
        try:
            await self._send(address, code, language)
        except SupportError as error:
            self._log.warning("code_not_sent", code=error.code, reason=str(error))
