"""Is a message about the customer's own order, and what does it ask, taken together over several turns?"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.assistant.ordering.details import Details, read_details
from app.assistant.ordering.manner_words import INSISTS, NO_NUMBER, ORDER_NOUN, ORDINAL, PERMISSION, WHY
from app.assistant.ordering.phrases import OTHERS, WHERE_NUMBER, WHY_PROOF, asks_for_proof
from app.assistant.ordering.questions import DEEDS, OrderQuestion, plain_words, read_question
from app.assistant.ordering.topic_words import Topic
from app.domain.escalation import Turn
from app.domain.order_numbers import find_mentions
from app.domain.orders import Words

MEMORY = 12
"""How many turns back a question or a detail is still remembered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A question about own orders: `question` is the message that asked it, `earlier` what was said before.

    `asked_orders` are the keys of orders named in the last message, `proof` the details of the messages that
    may prove an identity, `remark` an answer to something said about the proof itself.
    """

    topics: tuple[Topic, ...]
    question: str
    earlier: tuple[str, ...] = ()
    asked_orders: tuple[str, ...] = ()
    proof: tuple[Details, ...] = ()
    remark: Words | None = None
    is_others: bool = False


def hear(turns: Sequence[Turn], *, is_verified: bool, was_verified: bool = False) -> Heard | None:
    """What the last customer turn asks about their own orders; None when it is about something else.

    `was_verified` with `is_verified` False means an expired proof: details said before it do not count.
    """
    recent = [turn for turn in turns if turn.text][-MEMORY:]
    if not recent or recent[-1].role != "customer":
        return None
    text = recent[-1].text
    question, details = read_question(text), read_details(text)
    before = recent[:-1]
    answered = [turn.text for turn in before if turn.role != "customer"]
    is_asked = bool(answered) and asks_for_proof(answered[-1])
    is_talk = is_asked or (is_verified and any(_names_an_order(reply) for reply in answered))
    if not _concerns(text, question, details, is_asked=is_asked, is_talk=is_talk, is_verified=is_verified):
        return None
    topics, asked = _question(text, question, details, before)
    return Heard(
        topics=topics,
        question=asked,
        earlier=tuple(turn.text for turn in before),
        asked_orders=tuple(mention.key for mention in details.orders) if is_verified else (),
        proof=_proof(recent, is_fresh=was_verified),
        remark=_remark(text, question, details, is_asked=is_asked),
        is_others=question.is_others and not details.has_factor,
    )


def _concerns(
    text: str, question: OrderQuestion, details: Details, *, is_asked: bool, is_talk: bool, is_verified: bool
) -> bool:
    if details.orders or question.is_own:
        return True
    if _is_about_others(text, question):
        return True
    if is_asked and (_is_proof(text, question, details) or _insists(question)):
        return True
    plain = plain_words(text)
    is_request = question.is_wish and not question.is_general and not question.is_conditional
    if is_request and question.topics and ORDER_NOUN.search(plain):
        return is_verified or question.topics[0] in {"cancel", "change_address", "change_items"}
    if not is_verified or question.is_general:
        return False
    if question.topics and (question.is_elliptic or question.is_mine) and not question.is_conditional:
        return (
            is_talk
            or question.topics == ("list",)
            or bool(ORDER_NOUN.search(plain))
            or question.topics[0] in DEEDS
        )
    return is_talk and bool(ORDINAL.search(plain))


def _names_an_order(text: str) -> bool:
    return any(mention.is_certain for mention in find_mentions(text))


def _insists(question: OrderQuestion) -> bool:
    """Asks the same again instead of giving proof."""
    return bool(question.topics) and question.is_elliptic and not question.is_general


def _is_proof(text: str, question: OrderQuestion, details: Details) -> bool:
    """An answer to our asking: details, or a word about why they cannot be given."""
    if details.orders or details.numbers or details.email or details.phone or details.codes:
        return True
    if question.is_general and question.topics:
        return False
    is_short = len(text.split()) <= 8
    plain = plain_words(text)
    return (bool(details.name) and "?" not in text and is_short) or bool(
        NO_NUMBER.search(plain) or INSISTS.search(plain) or (WHY.search(plain) and is_short)
    )


def _is_about_others(text: str, question: OrderQuestion) -> bool:
    is_reading = bool(question.topics) and question.topics[0] not in DEEDS
    return question.is_others and is_reading and not PERMISSION.search(plain_words(text))


def _remark(text: str, question: OrderQuestion, details: Details, *, is_asked: bool) -> Words | None:
    if _is_about_others(text, question) and not details.has_factor:
        return OTHERS
    if not details.is_empty or not is_asked:
        return None
    plain = plain_words(text)
    if NO_NUMBER.search(plain):
        return WHERE_NUMBER
    is_doubt = (WHY.search(plain) and not question.topics) or INSISTS.search(plain)
    return WHY_PROOF if is_doubt else None


def _question(
    text: str, question: OrderQuestion, details: Details, before: Sequence[Turn]
) -> tuple[tuple[Topic, ...], str]:
    """The topics asked and the words that asked: the last message, or an earlier one that still waits."""
    if question.topics:
        return question.topics, text
    if question.hints and (details.orders or not details.has_factor):
        return question.hints, text
    for turn in reversed(before):
        if turn.role != "customer":
            continue
        earlier = read_question(turn.text)
        topics = earlier.topics or (earlier.hints if read_details(turn.text).orders else ())
        if not topics or (earlier.is_general and not read_details(turn.text).orders):
            continue
        if earlier.topics == ("list",) and details.orders:
            break
        is_onward = bool(ORDINAL.search(plain_words(text)))
        return topics, text if is_onward else f"{turn.text}\n{text}"
    return ("overview",), text


def _proof(recent: Sequence[Turn], *, is_fresh: bool) -> tuple[Details, ...]:
    """Details of the customer's messages; after an expired proof only of those since we asked anew."""
    kept: list[Details] = []
    for index in range(len(recent) - 1, -1, -1):
        turn = recent[index]
        if turn.role == "customer":
            kept.append(read_details(turn.text))
        elif is_fresh and not asks_for_proof(turn.text):
            break
    return tuple(reversed(kept))
