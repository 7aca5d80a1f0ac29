"""What a message asks: its questions, told apart from the story around them and completed from before."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.knowledge.reading.repair import repair
from app.knowledge.reading.vocabulary import Vocabulary
from app.knowledge.reading.words import STOP_WORDS, tokens, word_set

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")
_ASKING = (
    r"как|сколько|когда|где|куда|кто|какой|какая|какие|какое|что|можно|нужно|нужен|почему|зачем|есть|а если|"
    r"how|what|when|where|who|which|why|can|could|do|does|is|are|will|would|should|may"
)
_AND_ASKS = re.compile(
    rf"(?:,|;)?\s+(?:и|а|а также|и еще|а еще|еще|and|also|and also|plus)\s+(?=(?:{_ASKING})\b)"
)
_ASKS = re.compile(
    rf"(?:^|[,;:]\s*|\b(?:подскажите|скажите|интересует|узнать|понять|tell me|know|wondering)\b.*)"
    rf"\b(?:{_ASKING})\b"
)
_BACK = (
    r"\b(?:это|этого|этот|эту|его|ее|их|него|нее|них|тогда|туда|там|it|its|that|this|them|those|there|then)\b"
)
_POINTS_BACK = re.compile(_BACK)
_LEANS_ON_EARLIER = re.compile(
    rf"^(?:ну |так )?(?:а|и|and|but|ok and|what about|how about|what if|or|или|но)\b|{_BACK}"
)
_NEGLIGIBLE = word_set("вопрос скажите пожалуйста question please help")
_ENOUGH_WORDS = 3
_CONTEXT_WEIGHT = 0.35
_EARLIER_WEIGHT = 0.5
_MOST_PARTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One thing to look up: the text to embed, the words that carry what is asked (courtesies and function
    words left out, each once), and stems with their weights: 1 for what was asked, less for its context.
    """

    text: str
    words: tuple[str, ...]
    stems: dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A message read: its queries, first asked first; `is_follow_up` when it leaned on earlier ones."""

    queries: tuple[Query, ...]
    is_follow_up: bool = False


def read(message: str, vocabulary: Vocabulary, *, earlier: Sequence[str] = ()) -> Reading:
    """Read a customer's message in the light of what the same customer said before, oldest first."""
    text = repair(message, vocabulary)
    before = next((repair(each, vocabulary) for each in reversed(earlier) if _weight(each)), "")
    if before and _leans(text):
        return Reading(queries=(_completed(text, before, vocabulary),), is_follow_up=True)
    sentences = [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]
    asked = [part for sentence in sentences if _is_question(sentence) for part in _parts(sentence)]
    if len(asked) > 1 and all(_weight(part) >= 1 for part in asked):
        return Reading(queries=_several(asked[:_MOST_PARTS], vocabulary))
    focus = " ".join(asked)
    if len(sentences) > 1 and _weight(focus) >= _ENOUGH_WORDS:
        return Reading(queries=(_query(focus, text, vocabulary),))
    return Reading(queries=(_query(text, "", vocabulary),))


def _several(asked: Sequence[str], vocabulary: Vocabulary) -> tuple[Query, ...]:
    """One query each; a later one that leans on the first ("and how long is it?") is completed by it."""
    return tuple(
        _completed(part, asked[0], vocabulary)
        if number and _POINTS_BACK.search(part)
        else _query(part, "", vocabulary)
        for number, part in enumerate(asked)
    )


def _completed(text: str, before: str, vocabulary: Vocabulary) -> Query:
    stems = dict.fromkeys(vocabulary.stemmer.content(tokens(before)), _EARLIER_WEIGHT)
    asked = _query(text, "", vocabulary)
    words = dict.fromkeys((*asked.words, *_content(before)))
    return Query(text=f"{before} {text}", words=tuple(words), stems=stems | asked.stems)


def _query(text: str, context: str, vocabulary: Vocabulary) -> Query:
    stems = dict.fromkeys(vocabulary.stemmer.content(tokens(context)), _CONTEXT_WEIGHT)
    stems |= dict.fromkeys(vocabulary.stemmer.content(tokens(text)), 1.0)
    return Query(text=text, words=tuple(dict.fromkeys(_content(text))), stems=stems)


def _content(text: str) -> list[str]:
    return [word for word in tokens(text) if word not in STOP_WORDS]


def _weight(text: str) -> int:
    return len(set(_content(text)) - _NEGLIGIBLE)


def _leans(text: str) -> bool:
    weight = _weight(text)
    return weight <= 1 or (weight <= 5 and _LEANS_ON_EARLIER.search(text) is not None)


def _is_question(sentence: str) -> bool:
    return sentence.endswith("?") or _ASKS.search(sentence) is not None


def _parts(sentence: str) -> list[str]:
    parts = [part.strip() for part in _AND_ASKS.split(sentence) if part.strip()]
    return parts if all(_weight(part) for part in parts) else [sentence]
