"""Gathers the proof of identity from what the customer wrote over several messages; it checks nothing."""

import re
from collections.abc import Sequence

from app.assistant.ordering.details import MAX_POSTCODES, Details
from app.assistant.ordering.phrases import ASK_ALL, ASK_CODE, ASK_FACTOR, ASK_NAME, ASK_ORDER
from app.domain.orders import IdentityClaim, Words


def gather_claim(messages: Sequence[Details]) -> IdentityClaim:
    """The claim made by these messages, oldest first; what was said last wins, one guess of each kind."""
    order = _order(messages)
    spoken = [message for message in messages if message.has_factor]
    last = spoken[-1] if spoken else Details()
    if last.email or last.phone:
        return IdentityClaim(order=order, email=last.email, phone=last.phone)
    name = next((message.name for message in reversed(messages) if message.name), "")
    return IdentityClaim(order=order, name=name, postcodes=_codes(messages, order))


def what_is_missing(claim: IdentityClaim) -> Words:
    """The question that asks for what the claim still lacks."""
    if claim.email or claim.phone or (claim.name and claim.postcodes):
        return ASK_ORDER
    if not claim.order:
        return ASK_ALL
    if claim.name:
        return ASK_CODE
    return ASK_NAME if claim.postcodes else ASK_FACTOR


def _order(messages: Sequence[Details]) -> str:
    """The order mentioned last; bare digits serve only when no number is marked as an order's."""
    for message in reversed(messages):
        if message.orders:
            return message.orders[-1].key
    for message in reversed(messages):
        free = [number for number in message.numbers if number not in message.codes]
        if free:
            return free[0]
    return ""


def _codes(messages: Sequence[Details], order: str) -> tuple[str, ...]:
    """Marked postcodes of the last message that has any, else bare digits that look like one."""
    for message in reversed(messages):
        if message.codes:
            return message.codes
    for message in reversed(messages):
        bare = [n for n in message.numbers if re.fullmatch(r"\d{5,6}", n) and n != order]
        if bare:
            return tuple(bare[:MAX_POSTCODES])
    return ()
