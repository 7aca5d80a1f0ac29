"""Reads what a customer asks about an order, in Russian or English; it knows no order and shows nothing."""

import re
from dataclasses import dataclass

from app.assistant.ordering.reading.manner_words import (
    CONDITION,
    DEFINITE,
    FAULT,
    FOLLOWS_ON,
    GENERAL,
    MINE,
    MY_GOODS,
    OTHERS,
    POINTS_BACK,
    UNDER_WAY,
    WISH,
)
from app.assistant.ordering.reading.spelling import mend
from app.assistant.ordering.reading.topic_words import HINTS, TOPICS, Topic
from app.domain.plain_text import plain_text

DEEDS: frozenset[Topic] = frozenset({"change_address", "change_items", "cancel", "exchange", "return"})
MAX_TOPICS = 3
MAX_CHARS = 800
_SHORT_WORDS = 9
_OF_PROOF = re.compile(
    r"\S{1,64}@\S{1,128}|\b(?:zip|post(?:al)?)[\s-]?code\b|\b(?:phone|order|my) number\b"
    r"|\bномер\w* (?:мо\w+ )?(?:телефон|заказ)\w*"
)
"""What belongs to a proof of identity and says nothing of the question."""
_HIDES: dict[Topic, frozenset[Topic]] = {
    "change_address": frozenset({"address", "exchange", "status", "change_items", "eta"}),
    "change_items": frozenset({"items", "list", "exchange"}),
    "cancel": frozenset({"status", "eta", "items", "list", "refund"}),
    "exchange": frozenset({"return", "status", "items", "list"}),
    "return": frozenset({"status", "items", "list", "eta"}),
    "refund": frozenset({"return", "status", "eta", "total", "cancel"}),
    "tracking": frozenset({"status", "list"}),
    "eta": frozenset({"status"}),
    "items": frozenset({"list", "status"}),
    "total": frozenset({"payment", "list", "items", "status"}),
    "payment": frozenset({"status"}),
    "address": frozenset({"status"}),
    "list": frozenset({"status"}),
}
"""Topics whose words often come along with another's and then mean nothing of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderQuestion:
    """What a message asks about orders. `topics` is what about, most telling first; empty when nothing.

    `is_mine`: says that it is the speaker's own. `is_general`: asks how things are done at all.
    `is_elliptic`: points back or is so short that it needs what was said before.
    `is_others`: openly about somebody else's order. `hints` is a weaker guess at the topic.
    """

    topics: tuple[Topic, ...] = ()
    is_mine: bool = False
    is_definite: bool = False
    is_wish: bool = False
    is_general: bool = False
    is_conditional: bool = False
    is_elliptic: bool = False
    is_others: bool = False
    is_faulty: bool = False
    is_goods_under_way: bool = False
    hints: tuple[Topic, ...] = ()

    @property
    def is_own(self) -> bool:
        """True when the speaker's own order is meant though no number is given."""
        if self.is_general or self.is_faulty or not self.topics:
            return False
        if self.is_goods_under_way and self.topics[0] in {"status", "eta", "tracking"}:
            return True
        if self.topics[0] in DEEDS or self.topics[0] == "refund":
            return self.is_mine and not self.is_conditional
        return self.is_mine or self.is_definite


def clip(text: str) -> str:
    """The beginning and the end of a long message: nobody asks about an order in the middle of a novel."""
    plain = plain_text(text)
    return plain if len(plain) <= MAX_CHARS else f"{plain[: MAX_CHARS // 2]} … {plain[-MAX_CHARS // 2 :]}"


def plain_words(text: str) -> str:
    """The message as the patterns expect it: clipped, lower case, "е" for "ё", straight quotes."""
    lowered = clip(text).lower().replace("ё", "е").replace("’", "'").replace("`", "'")
    return re.sub(r"\s+", " ", lowered).strip()


def read_question(text: str) -> OrderQuestion:
    """What the message asks; e-mails and other details in it do not matter."""
    plain = mend(_OF_PROOF.sub(" ", plain_words(text)))
    words = re.findall(r"[^\W\d_]+", plain)
    is_mine = bool(MINE.search(plain))
    return OrderQuestion(
        topics=_topics(plain),
        is_mine=is_mine,
        is_definite=bool(DEFINITE.search(plain)),
        is_wish=bool(WISH.search(plain)),
        is_general=bool(GENERAL.search(plain)),
        is_conditional=bool(CONDITION.search(plain)),
        is_elliptic=len(words) <= _SHORT_WORDS
        or bool(POINTS_BACK.search(plain) and len(words) <= 2 * _SHORT_WORDS)
        or bool(FOLLOWS_ON.search(plain)),
        is_others=bool(OTHERS.search(plain)),
        is_faulty=bool(FAULT.search(plain)),
        is_goods_under_way=bool(MY_GOODS.search(plain) and UNDER_WAY.search(plain)),
        hints=_hints(plain),
    )


def _topics(plain: str) -> tuple[Topic, ...]:
    found: list[Topic] = [topic for topic, pattern in TOPICS.items() if pattern.search(plain)]
    dropped = {topic for one in found for topic in _HIDES.get(one, frozenset[Topic]())}
    kept: list[Topic] = [topic for topic in found if topic not in dropped]
    return tuple(kept[:MAX_TOPICS])


def _hints(plain: str) -> tuple[Topic, ...]:
    fitting: list[Topic] = [topic for topic, pattern in HINTS.items() if pattern.search(plain)]
    return tuple(fitting[:1])
