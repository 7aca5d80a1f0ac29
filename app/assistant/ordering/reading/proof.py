"""Gathers the proof of identity from what the customer wrote over several messages; it checks nothing."""

import re
from collections.abc import Sequence

from app.assistant.ordering.reading.details import MAX_POSTCODES, Details
from app.assistant.ordering.saying.phrases import ASK_ALL, ASK_CODE, ASK_FACTOR, ASK_NAME, ASK_ORDER
from app.domain.orders import IdentityClaim, Words


def gather_claim(messages: Sequence[Details]) -> IdentityClaim:
    """The claim made by these messages, oldest first; what was said last wins, one guess of each kind."""
    spoken = [message for message in messages if message.has_factor]
    last = spoken[-1] if spoken else Details()
    numbers = [number for message in messages for number in message.numbers]
    if last.email or last.phone:
        return IdentityClaim(order=_order(messages, numbers), email=last.email, phone=last.phone)
    name = next((message.name for message in reversed(messages) if message.name), "")
    codes = _codes(messages, numbers, name)
    rest = [number for number in numbers if number not in codes]
    return IdentityClaim(order=_order(messages, rest), name=name, postcodes=codes)


def what_is_missing(claim: IdentityClaim) -> Words:
    """The question that asks for what the claim still lacks."""
    if claim.email or claim.phone or (claim.name and claim.postcodes):
        return ASK_ORDER
    if not claim.order:
        return ASK_ALL
    if claim.name:
        return ASK_CODE
    return ASK_NAME if claim.postcodes else ASK_FACTOR


def _order(messages: Sequence[Details], numbers: Sequence[str]) -> str:
    """The order mentioned last; bare `numbers` serve only when no number is marked as an order's."""
    marked = [mention.key for message in messages for mention in message.orders]
    return [*numbers[-1:], *marked[-1:]][-1] if numbers or marked else ""


def _codes(messages: Sequence[Details], numbers: Sequence[str], name: str) -> tuple[str, ...]:
    """Postcodes marked as such; else bare digits beside a name: six beside a Russian one, or five or six."""
    marked = [code for message in messages for code in message.codes]
    if marked or not name:
        return tuple(marked[-MAX_POSTCODES:])
    has_order = any(message.orders for message in messages)
    fitting = [number for number in numbers if re.fullmatch(r"\d{5,6}", number)]
    six = [number for number in fitting if len(number) == 6]
    if re.search(r"[а-я]", name) and six:
        return (six[-1],)
    return (fitting[-1],) if fitting and (has_order or len(set(numbers)) > 1) else ()
