"""Answers without a model: the sentences, list items or rows that answer, quoted with their conditions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.catalogue import say
from app.domain.grounding import Citation, Passage
from app.domain.ids import Language
from app.llm.relevance import KnowsAnswers, KnowsSynonyms, Rated, Relevance, StemsWords

ROOM = 520
"""Characters that a quotation may take; one list or table may be longer."""
MAX_LISTED = 8
MOST_ARTICLES = 3
_SAME_KEY = 0.95
_IN_REACH = 3.0
_IN_REACH_AT_HOME = 5.0
"""How far below the best a further unit may be rated, in another article and in the same one."""

_LEANS_BACK = re.compile(
    r"^(?:но|однако|это|этот|эта|эти|он|она|оно|они|его|ее|её|их|такой|такая|такие|так|в этом случае|тогда"
    r"|иначе|в противном случае|затем|потом|при этом"
    r"|там|после этого|для этого|но|it|this|that|these|those|they|its|then|otherwise|in this case"
    r"|in that case|however|but|so|there|after that|both)\b",
    re.IGNORECASE,
)
_LIMITS = re.compile(
    r"^(?:но|однако|кроме|исключение|исключения|если|при этом|только|иначе|в противном случае"
    r"|обратите внимание|важно|это не|but|however|except|unless|if|only|otherwise|note)\b"
    r"|\b(?:только|кроме|за исключением|исключени\w+|не распространя\w+|не действу\w+|не применя\w+"
    r"|не подлеж\w+|при условии|нельзя|невозможно|не принима\w+"
    r"|only|except|unless|does not apply|do not apply|provided that|cannot|can't|must|is not|are not"
    r"|not possible|no longer)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A finished quotation: Markdown text and the passages it was taken from, in the order they appear."""

    text: str
    citations: tuple[Citation, ...]


class Quotation:
    """Composes replies from passages alone; the same words in give the same reply out."""

    def __init__(
        self, stemmer: StemsWords, glossary: KnowsSynonyms, answers: KnowsAnswers | None = None
    ) -> None:
        """Without `answers` the words alone choose."""
        self._relevance = Relevance(stemmer, glossary, answers)

    def compose(
        self,
        question: str,
        passages: Sequence[Passage],
        language: Language,
        parts: Sequence[tuple[str, Sequence[Passage]]] = (),
        *,
        context: str = "",
    ) -> Quoted | None:
        """The reply to `question` from `passages`, best first; None when they hold nothing to quote.

        `parts` are the questions of a message that asks several things, each with its own passages; they
        are answered in turn and `passages` is left aside. `context` is what a follow-up leaves unsaid.
        Whether the base answers at all is decided before.
        """
        asked = [(part, found) for part, found in parts if found] or [(question, passages)]
        answers = [
            answer for part, found in asked if (answer := self._answer(part, found, context)) is not None
        ]
        if not answers:
            return None
        merged = list(dict.fromkeys(piece for text, _ in answers for piece in text.split("\n\n")))
        citations = tuple({c.passage_id: c for _, cited in answers for c in cited}.values())
        is_foreign = all(citation.lang != language for citation in citations)
        lead = say("assistant.quotation_foreign" if is_foreign else "assistant.quotation_lead", language)
        body = "\n\n".join([lead, *merged])
        return Quoted(
            text=f"{body}\n\n{say('assistant.quotation_foreign_offer', language)}" if is_foreign else body,
            citations=citations,
        )

    def _answer(
        self, question: str, passages: Sequence[Passage], context: str
    ) -> tuple[str, list[Citation]] | None:
        rated = self._relevance.rate(question, passages, context)
        if not rated:
            return None
        chosen = _choose(rated)
        texts: list[str] = []
        citations: list[Citation] = []
        for number in dict.fromkeys(pick.passage for pick in chosen):
            picks = sorted((pick for pick in chosen if pick.passage == number), key=lambda pick: pick.place)
            text = _written(picks, passages[number].heading)
            texts.append(text)
            citations.append(_citation(passages[number], text))
        return "\n\n".join(texts), citations


def _choose(rated: Sequence[Rated]) -> list[Rated]:
    """The best unit with what belongs to it, then whatever else fits and answers nearly as well."""
    best = max(rated, key=lambda one: one.score)
    chosen = _companions(best, rated)
    for other in sorted(rated, key=lambda one: -one.score):
        reach = _IN_REACH_AT_HOME if other.home == best.home else _IN_REACH
        if other in chosen or other.unit.is_question or other.score < best.score - reach:
            continue
        homes = {one.home for one in chosen}
        if _is_outdone(other, chosen) or (other.home not in homes and len(homes) >= MOST_ARTICLES):
            continue
        added = [one for one in _companions(other, rated) if one not in chosen]
        if _length(chosen) + _length(added) <= ROOM:
            chosen += added
    return chosen


def _is_outdone(other: Rated, chosen: Sequence[Rated]) -> bool:
    """Whether a row or item of the same list fits the question better: another city, other goods."""
    return any(
        one.key > other.key / _SAME_KEY and (one.passage, one.unit.block) == (other.passage, other.unit.block)
        for one in chosen
    )


def _length(picks: Sequence[Rated]) -> int:
    return sum(len(pick.unit.text) for pick in picks)


def _companions(one: Rated, rated: Sequence[Rated]) -> list[Rated]:
    """A unit with its conditions: the rows of its key, the rest of its list, the sentences it leans on."""
    block = [other for other in rated if other.passage == one.passage and other.unit.block == one.unit.block]
    if one.unit.kind != "sentence":
        keyed = [other for other in block if other.key >= _SAME_KEY * one.key]
        if one.key and len(keyed) < len(block):
            return keyed[:MAX_LISTED]
        if one.unit.kind == "row" or one.unit.is_step or len(block) <= MAX_LISTED:
            return block[:MAX_LISTED]
        return [other for other in block if other.score >= one.score - _IN_REACH][:MAX_LISTED]
    at = block.index(one)
    first = at - 1 if at and _LEANS_BACK.match(one.unit.text) else at
    last = at + 1 if at + 1 < len(block) and _limits(block[at + 1]) else at
    return block[first : last + 1]


def _limits(following: Rated) -> bool:
    return bool(_LEANS_BACK.match(following.unit.text) or _LIMITS.search(following.unit.text))


def _written(picks: Sequence[Rated], heading: str) -> str:
    """Sentences run on; list items and several rows become a list under the line that introduced them.

    A list without such a line stands under its heading: what "Not covered" lists must not read as covered.
    """
    paragraphs: list[str] = []
    for block in dict.fromkeys(pick.unit.block for pick in picks):
        units = [pick.unit for pick in picks if pick.unit.block == block]
        if units[0].kind == "sentence":
            paragraphs.append(" ".join(unit.text for unit in units))
            continue
        lead = units[0].lead
        if not lead and (len(units) > 1 or units[0].kind == "item"):
            lead = _as_lead(heading)
        if len(units) == 1 and not lead:
            paragraphs.append(_ended(units[0].text))
            continue
        marks = [f"{n}." if unit.is_step else "-" for n, unit in enumerate(units, start=1)]
        listed = [f"{mark} {unit.text}" for mark, unit in zip(marks, units, strict=True)]
        paragraphs.append("\n".join([*([lead, ""] if lead else []), *listed]))
    return "\n\n".join(paragraphs)


def _as_lead(heading: str) -> str:
    nearest = heading.rpartition(" › ")[2]
    return nearest if not nearest or nearest.endswith(("?", "!", ":")) else f"{nearest}:"


def _ended(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?", "…", ":", ";")) else f"{text}."


def _citation(passage: Passage, quote: str) -> Citation:
    return Citation(
        passage_id=passage.id,
        article_id=passage.article_id,
        lang=passage.lang,
        title=passage.title,
        quote=quote,
    )
