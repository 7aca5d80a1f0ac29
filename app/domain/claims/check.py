"""The claim guard: which claims of a draft no source carries; pure and deterministic."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache

from app.domain.claims.deeds import find_deeds
from app.domain.claims.figures import Figure, Key, find_figures, single_units
from app.domain.claims.marks import blanked, find_marks
from app.domain.claims.matters import Matters
from app.domain.claims.numerals import plain
from app.domain.claims.sentences import sentence_spans
from app.domain.claims.statements import (
    Vocabulary,
    Words,
    ordered_words,
    said_at_order,
    unmentioned,
    unmentioned_place,
    words_of,
)
from app.domain.grounding import Finding, Passage

_REMEMBERED_ARTICLES = 4_000
"""The same passages serve turn after turn: what they carry is read once (2 ms for five of them)."""
_LINE = re.compile(r"[^\n]+")
_ECHOED_KINDS = frozenset({"order_number", "contact"})
_ECHO = re.compile(
    r"\b(?:вы (?:написали|указали|спросили|спрашива\w+|говорите|пишете|упомянули|назвали|оплатили"
    r"|заплатили|заказали)|вашего сообщения|насчет|по поводу"
    r"|не знаю|не наш\w+|не нашл\w+|не вижу|нет (?:информации|сведений|данных)|не могу (?:подтвердить"
    r"|сказать|подсказать)"
    r"|you (?:said|mentioned|wrote|asked|say|mention|gave|paid|ordered)|as for|regarding|don't know"
    r"|do not know|couldn't find|could not find"
    r"|no information|can't (?:confirm|say)|cannot (?:confirm|say))\b"
)


class Evidence:
    """What the sources of one turn carry, read once and asked for every sentence of the draft."""

    def __init__(
        self, passages: Sequence[Passage], tool_results: Sequence[str] = (), question: str = ""
    ) -> None:
        articles = [f"{passage.title}\n\n{passage.heading}\n\n{passage.text}" for passage in passages]
        self._question = question
        self._ordered = ordered_words(question)
        given = (*map(_given_in_article, articles), *map(_given, tool_results))
        self._keys = frozenset[Key]().union(*given)
        self._asked = {key for figure in _figures(plain(question)) for key in (*figure.given, *figure.wanted)}
        self._matters = Matters(articles, tool_results)
        self._articles, self._tool_results = articles, tool_results

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary([*map(_words_of_article, self._articles), *map(words_of, self._tool_results)])

    def check(self, draft: str) -> tuple[Finding, ...]:
        """The claims of `draft` that nothing carries, in reading order; empty when it may be said."""
        read = plain(draft)
        found = [*self._figures_of(draft, read)]
        for start, end in sentence_spans(draft):
            found += self._deeds_of(draft, read, start, end)
            found += self._statements_of(draft, start, end)
        return tuple(sorted(set(found), key=lambda finding: (finding.start, finding.end)))

    def _figures_of(self, draft: str, read: str) -> Iterator[Finding]:
        for figure in _figures(read):
            if figure.wanted & self._keys or self._is_echo(figure, read):
                continue
            text = draft[figure.start : figure.end]
            yield Finding(kind=figure.kind, text=text, start=figure.start, end=figure.end)

    def _is_echo(self, figure: Figure, read: str) -> bool:
        """The customer's own order number may be named back; another figure only as their words."""
        if not figure.wanted & self._asked:
            return False
        return figure.kind in _ECHOED_KINDS or bool(_ECHO.search(_line_around(read, figure.start)))

    def _deeds_of(self, draft: str, read: str, start: int, end: int) -> Iterator[Finding]:
        for line in _LINE.finditer(read, start, end):
            yield from self._deeds_in(draft, line.group(), line.start())

    def _deeds_in(self, draft: str, sentence: str, start: int) -> Iterator[Finding]:
        """Of one line: what stands above it neither makes a claim conditional nor takes it back."""
        for deed in find_deeds(sentence):
            if deed.kind == "done_action" or deed.is_personal:
                is_carried = self._matters.is_done(deed.matters)
            else:
                is_carried = self._matters.is_promised(deed.matters, sentence)
            if not is_carried and not self._matters.is_quoted(sentence):
                at, until = start + deed.start, start + deed.end
                yield Finding(kind=deed.kind, text=draft[at:until], start=at, end=until)

    def _statements_of(self, draft: str, start: int, end: int) -> Iterator[Finding]:
        if self._question and (word := unmentioned(draft[start:end], self._question, self._vocabulary)):
            at = start + max(0, plain(draft[start:end]).find(word))
            until = at + len(word)
            yield Finding(kind="unsupported_statement", text=draft[at:until], start=at, end=until)
        for line in _LINE.finditer(draft, start, end) if self._ordered else ():
            if said_at_order(line.group(), self._ordered, self._vocabulary):
                yield Finding(
                    kind="unsupported_statement", text=line.group(), start=line.start(), end=line.end()
                )
        if place := unmentioned_place(draft[start:end], self._question, self._vocabulary):
            at = draft.index(place, start)
            yield Finding(kind="unsupported_statement", text=place, start=at, end=at + len(place))


def _line_around(read: str, at: int) -> str:
    """The sentence that holds the place, no further than its line."""
    start, end = next(((a, b) for a, b in sentence_spans(read) if a <= at < b), (0, len(read)))
    return next(line.group() for line in _LINE.finditer(read, start, end) if at < line.end())


def check(
    draft: str, passages: Sequence[Passage], tool_results: Sequence[str] = (), question: str = ""
) -> tuple[Finding, ...]:
    """The claims of `draft` that neither a passage nor a tool result carries in any written form.

    Claims are figures, prices, dates, periods, links, contacts, order numbers, deeds, promises, and a plain
    yes or no to `question` about what the sources do not mention. Empty means that the draft may be said.
    """
    return Evidence(passages, tool_results, question).check(draft)


def _figures(read: str) -> list[Figure]:
    marks = list(find_marks(read))
    return marks + list(find_figures(blanked(read, marks)))


def _given(text: str) -> frozenset[Key]:
    read = plain(text)
    return frozenset(key for figure in _figures(read) for key in figure.given) | single_units(read)


@lru_cache(maxsize=_REMEMBERED_ARTICLES)
def _given_in_article(text: str) -> frozenset[Key]:
    return _given(text)


@lru_cache(maxsize=_REMEMBERED_ARTICLES)
def _words_of_article(text: str) -> Words:
    return words_of(text)
