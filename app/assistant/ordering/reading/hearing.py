"""Puts together what a message asks about own orders with what earlier turns said; decides nothing else."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.assistant.ordering.reading.details import Details, read_details
from app.assistant.ordering.reading.manner_words import NO_NUMBER, ORDINAL
from app.assistant.ordering.reading.questions import plain_words, read_question
from app.assistant.ordering.reading.relevance import Message, is_about_others, is_about_own_orders, is_doubt
from app.assistant.ordering.reading.topic_words import Topic
from app.assistant.ordering.saying.phrases import (
    OTHERS,
    WHERE_NUMBER,
    WHY_PROOF,
    asks_for_address,
    asks_for_code,
    asks_for_detail,
    asks_for_proof,
    thanks_for_proof,
)
from app.domain.escalation import Turn
from app.domain.order_numbers import find_mentions
from app.domain.orders import Words

_CODE = re.compile(r"(?<![\w#№-])(\d{3})[ -]?(\d{3})(?!\w)")
MEMORY = 12
"""How many turns back a question or a detail is still remembered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A question about own orders: `question` is the words that asked it, `earlier` what was said before.

    `asked_orders` are the keys of orders named in the last message, `proof` the details of the messages that
    may prove an identity, `remark` an answer to something said about the proof itself. `said` is the last
    message alone; `is_address` says that an address was asked for, `code` is the one typed from a letter.
    """

    topics: tuple[Topic, ...]
    question: str
    earlier: tuple[str, ...] = ()
    asked_orders: tuple[str, ...] = ()
    proof: tuple[Details, ...] = ()
    remark: Words | None = None
    is_others: bool = False
    said: str = ""
    is_address: bool = False
    code: str = ""


def hear(turns: Sequence[Turn], *, is_verified: bool) -> Heard | None:
    """What the customer's last messages ask about their own orders; None when it is something else.

    All they wrote since the last reply counts as one message. Details given before an earlier proof that has
    expired do not prove anything again.
    """
    recent = [turn for turn in turns if turn.text][-MEMORY:]
    if not recent or recent[-1].role != "customer":
        return None
    before, burst = _split(recent)
    message = _read("\n".join(burst), before, is_verified=is_verified)
    if not is_about_own_orders(message):
        return None
    topics, question = _asked(message, before)
    return Heard(
        topics=topics,
        question=question,
        earlier=tuple(turn.text for turn in before),
        asked_orders=() if message.is_detail else tuple(one.key for one in message.details.orders),
        proof=_proof(recent),
        remark=_remark(message),
        is_others=message.question.is_others,
        said=message.text,
        is_address=message.is_detail and asks_for_address(before[-1].text),
        code=_code(before, message.text),
    )


def _split(recent: Sequence[Turn]) -> tuple[Sequence[Turn], list[str]]:
    """What was said up to the last reply, and what the customer wrote since."""
    start = len(recent)
    while start > 0 and recent[start - 1].role == "customer":
        start -= 1
    return recent[:start], [turn.text for turn in recent[start:]]


def _read(text: str, before: Sequence[Turn], *, is_verified: bool) -> Message:
    replies = [turn.text for turn in before if turn.role != "customer"]
    asked = [asks_for_proof(reply) for reply in replies]
    is_asked = asked[-1] if asked else False
    is_detail = bool(replies) and is_verified and asks_for_detail(replies[-1])
    is_named = any(mention.is_certain for reply in replies for mention in find_mentions(reply))
    return Message(
        text=text,
        plain=plain_words(text),
        question=read_question(text),
        details=read_details(text),
        is_asked=is_asked,
        was_asked=any(asked) and not is_verified,
        is_talk=is_asked or (is_verified and is_named),
        is_verified=is_verified,
        is_detail_asked=is_detail,
        has_code=bool(_code(before, text)),
    )


def _remark(message: Message) -> Words | None:
    if is_about_others(message) and not message.details.has_factor:
        return OTHERS
    if not message.details.is_empty or not message.is_asked:
        return None
    if NO_NUMBER.search(message.plain):
        return WHERE_NUMBER
    return WHY_PROOF if is_doubt(message) else None


def _asked(message: Message, before: Sequence[Turn]) -> tuple[tuple[Topic, ...], str]:
    """The topics and the words that asked: the last message, or an earlier one that still waits."""
    earlier = _earlier(message, before)
    if message.is_detail and earlier:
        return earlier
    if message.question.topics:
        return message.question.topics, message.text
    is_reply = message.is_asked and not message.details.is_empty
    if message.question.hints and not (is_reply and earlier):
        return message.question.hints, message.text
    return earlier or (("overview",), message.text)


def _earlier(message: Message, before: Sequence[Turn]) -> tuple[tuple[Topic, ...], str] | None:
    """The latest earlier question about an order, with its words unless the message goes on to another."""
    for place in range(len(before) - 1, -1, -1):
        turn = before[place]
        if turn.role != "customer":
            continue
        question, names_order = read_question(turn.text), bool(read_details(turn.text).orders)
        is_reply = place > 0 and asks_for_proof(before[place - 1].text)
        topics = question.topics or (question.hints if names_order and not is_reply else ())
        if not topics or (question.is_general and not names_order):
            continue
        if topics == ("list",) and message.details.orders:
            return None
        is_onward = bool(ORDINAL.search(message.plain))
        return topics, message.text if is_onward else f"{turn.text}\n{message.text}"
    return None


def _code(before: Sequence[Turn], text: str) -> str:
    """The six digits that answer our asking for a code, with or without a gap in the middle."""
    last_said = next((turn.text for turn in reversed(before) if turn.role != "customer"), "")
    found = _CODE.search(text) if asks_for_code(last_said) else None
    return "".join(found.groups()) if found else ""


def _proof(recent: Sequence[Turn]) -> tuple[Details, ...]:
    """Details of the customer's messages since the last proof that succeeded, oldest first."""
    kept: list[Details] = []
    for place in range(len(recent) - 1, -1, -1):
        turn = recent[place]
        if turn.role == "customer":
            if not _code(recent[:place], turn.text):
                kept.append(read_details(turn.text))
        elif thanks_for_proof(turn.text):
            break
    return tuple(reversed(kept))
