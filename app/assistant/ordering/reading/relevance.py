"""Is a message about the customer's own orders? Read from its words and from where it stands in the talk."""

from dataclasses import dataclass

from app.assistant.ordering.reading.details import Details
from app.assistant.ordering.reading.manner_words import (
    BIDS,
    INSISTS,
    NO_NUMBER,
    ORDER_NOUN,
    ORDINAL,
    PERMISSION,
    WHY,
)
from app.assistant.ordering.reading.questions import DEEDS, OrderQuestion
from app.assistant.ordering.reading.topic_words import Topic

_SHORT_WORDS = 8
_BARE_NUMBER_WORDS = 2
_REQUESTS: frozenset[Topic] = frozenset({"cancel", "change_address", "change_items"})
"""What "I want to … the order" asks of one order, even from somebody unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A customer's message as read. `plain` is its text made by `plain_words`.

    `is_asked`: our last reply asked for proof; `was_asked`: one before it did. `is_talk`: own orders have
    been spoken of. `is_verified`: the session knows who speaks. `is_detail_asked`: our last reply asked for a
    detail of a change. `has_code`: the code of our letter is in it.
    """

    text: str
    plain: str
    question: OrderQuestion
    details: Details
    is_asked: bool = False
    was_asked: bool = False
    is_talk: bool = False
    is_verified: bool = False
    is_detail_asked: bool = False
    has_code: bool = False

    @property
    def is_detail(self) -> bool:
        """The detail of a change that we asked for, and not something else."""
        asks_else = bool(self.question.topics) and self.question.topics[0] in DEEDS
        is_question = "?" in self.text or self.question.is_general
        return self.is_detail_asked and not asks_else and not is_question

    @property
    def topics(self) -> tuple[Topic, ...]:
        """What it asks; a weak guess counts where the message bids for something."""
        return self.question.topics or (self.question.hints if BIDS.search(self.plain) else ())


def is_about_own_orders(message: Message) -> bool:
    """True when the knowledge base should not be asked."""
    question, details = message.question, message.details
    if (
        message.has_code
        or message.is_detail
        or _names_an_order(message)
        or question.is_own
        or is_about_others(message)
    ):
        return True
    if message.is_asked and (_is_proof(message) or _is_insisting(message)):
        return True
    if message.was_asked and not question.is_general and (details.email or details.phone or details.codes):
        return True
    is_request = question.is_wish and not question.is_general and not question.is_conditional
    if is_request and question.topics and ORDER_NOUN.search(message.plain):
        return message.is_verified or question.topics[0] in _REQUESTS
    return message.is_verified and _goes_on(message)


def _names_an_order(message: Message) -> bool:
    """A number that only an order can have, or one that may name a thing where an order's was to be expected.

    "has KL-10427 been sent" and "w123?" name an order, "does the HX200 filter fit my kettle" a thing.
    """
    details = message.details
    if not details.orders or any(mention.is_telling for mention in details.orders):
        return bool(details.orders)
    is_proof = bool(details.email or details.phone or details.codes)
    is_expected = message.is_asked or message.was_asked or message.is_talk
    return is_proof or is_expected or len(message.text.split()) <= _BARE_NUMBER_WORDS


def is_about_others(message: Message) -> bool:
    """Wants to read somebody else's order; "may my husband collect it?" is a question for the base."""
    topics = message.question.topics
    is_reading = bool(topics) and topics[0] not in DEEDS
    return message.question.is_others and is_reading and not PERMISSION.search(message.plain)


def is_doubt(message: Message) -> bool:
    """Asks why, refuses, or tries to get round the proof."""
    is_why = WHY.search(message.plain) and not message.question.topics
    return bool(is_why or INSISTS.search(message.plain))


def _goes_on(message: Message) -> bool:
    """A known customer goes on about their orders, briefly or with a pronoun."""
    question, topics = message.question, message.topics
    if question.is_general and not (message.is_talk and BIDS.search(message.plain)):
        return False
    if topics and (question.is_elliptic or question.is_mine) and not question.is_conditional:
        is_plain = topics == ("list",) or topics[0] in DEEDS or bool(ORDER_NOUN.search(message.plain))
        return message.is_talk or is_plain
    return message.is_talk and bool(ORDINAL.search(message.plain))


def _is_proof(message: Message) -> bool:
    """An answer to our asking: details, or a word about why they cannot be given."""
    details, plain = message.details, message.plain
    if details.email or details.phone or details.codes:
        return True
    if message.question.is_general and message.question.topics:
        return False
    is_short = len(message.text.split()) <= _SHORT_WORDS
    if details.numbers or NO_NUMBER.search(plain) or INSISTS.search(plain):
        return True
    return is_short and (bool(WHY.search(plain)) or bool(details.name and "?" not in message.text))


def _is_insisting(message: Message) -> bool:
    """Asks the same again instead of giving proof."""
    question = message.question
    return bool(question.topics) and question.is_elliptic and not question.is_general
