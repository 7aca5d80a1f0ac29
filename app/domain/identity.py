"""Who the shop says is signed in: the claims of its token, and when such a proof is worth an event."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.domain import commands as c
from app.domain import events as e
from app.domain.conversation import Conversation
from app.domain.errors import InvalidInput, OtherAccount, TokenRefused

TOKEN_METHOD = "token"  # noqa: S105 - the name of a way to prove, no secret
LONGEST_LIFE = timedelta(hours=1)
LEEWAY = timedelta(seconds=30)
"""How far the shop's clock may be ahead of ours; nothing is granted after `exp`."""
SIGNED_IN_FOR = timedelta(minutes=30)
RENEWED_BELOW = timedelta(minutes=10)
"""A proof that lasts longer is not recorded again: every page of a shop brings a token."""
ACCOUNT_LIMIT = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedInAccount:
    """An account of the order system that the shop vouches for until `until`, at most half an hour away."""

    account: str
    until: datetime


def read_claims(claims: Mapping[str, object], audience: str, now: datetime) -> SignedInAccount:
    """The account that claims, whose signature was found right, prove at `now` (aware UTC).

    Wanted are `aud` (exactly `audience`), `sub` (the account), `iat` and `exp` in seconds since 1970, at most
    an hour apart; `nbf` is heeded. Raises TokenRefused, its message naming the check.
    """
    if claims.get("aud") not in (audience, [audience]):
        raise TokenRefused("aud")
    account = _account(claims.get("sub"))
    issued, expires = _seconds(claims, "iat"), _seconds(claims, "exp")
    at, leeway, life = now.timestamp(), LEEWAY.total_seconds(), LONGEST_LIFE.total_seconds()
    if issued > at + leeway or ("nbf" in claims and _seconds(claims, "nbf") > at + leeway):
        raise TokenRefused("not yet valid")
    if expires <= at:
        raise TokenRefused("expired")
    if expires - issued > life or expires - at > life + leeway:
        raise TokenRefused("too long-lived")
    until = min(datetime.fromtimestamp(expires, UTC), now + SIGNED_IN_FOR)
    if until <= now:
        raise TokenRefused("expired")
    return SignedInAccount(account=account, until=until)


def decide_identity(state: Conversation, command: c.VerifyIdentity, now: datetime) -> tuple[e.Event, ...]:
    """The event of a proof, nothing while an earlier one for the same account lasts long enough.

    Raises InvalidInput for a proof that is over, OtherAccount when a token names another account than the
    conversation was ever verified for.
    """
    if command.until <= now:
        raise InvalidInput("the proof has expired", field="until")
    if command.method == TOKEN_METHOD:
        if state.account not in ("", command.account):
            raise OtherAccount
        lasts_until = state.account_until
        if lasts_until is not None and (lasts_until >= command.until or lasts_until - now >= RENEWED_BELOW):
            return ()
    return (e.IdentityVerified(account=command.account, method=command.method, until=command.until),)


def _account(subject: object) -> str:
    """A short line of text: an order system's own id, not a sentence and not a number that was cut."""
    if not isinstance(subject, str) or not 0 < len(subject) <= ACCOUNT_LIMIT:
        raise TokenRefused("sub")
    if subject != subject.strip() or not subject.strip(".") or not subject.isprintable():
        raise TokenRefused("sub")
    return subject


def _seconds(claims: Mapping[str, object], name: str) -> float:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TokenRefused(name)
    try:
        seconds = float(value)
    except OverflowError:
        raise TokenRefused(name) from None
    if not math.isfinite(seconds):
        raise TokenRefused(name)
    return seconds
