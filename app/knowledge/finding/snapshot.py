"""Everything published at one moment, arranged for searching; nothing here reads a database or an index."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from app.domain.grounding import Passage
from app.domain.ids import LANGUAGES, ArticleId, Language, PassageId
from app.knowledge.embedders import Vectors
from app.knowledge.finding.lexical import LexicalIndex, count_stems
from app.knowledge.finding.nearness import NO_WORDS, WordSpace, word_space
from app.knowledge.markdown import plain_text
from app.knowledge.reading.glossary import Glossary
from app.knowledge.reading.vocabulary import Vocabulary
from app.knowledge.reading.words import load_stemmer, tokens
from app.storage.articles import AUDIENCES, Audience, StoredPassage

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What one kind of reader may find in one language; a position numbers a passage in every field."""

    passages: tuple[Passage, ...]
    positions: Mapping[PassageId, int]
    articles: Mapping[ArticleId, tuple[int, ...]]
    stems: tuple[frozenset[str], ...]
    lexical: LexicalIndex
    space: WordSpace = NO_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Everything published at one moment; a change makes a new one, so a search sees one state throughout.

    `ready` names the embedders whose shelves may be asked; if none, words alone are searched.
    """

    generation: int
    stored: tuple[StoredPassage, ...]
    holdings: Mapping[tuple[Language, Audience], Holding]
    vocabularies: Mapping[Audience, Vocabulary]
    ready: frozenset[str] = frozenset()

    def words(self) -> dict[tuple[Language, Audience], dict[str, str]]:
        """For each holding its stems, each with the word that stands for it."""
        return {
            (lang, audience): self.vocabularies[audience].words_of(holding.lexical.vocabulary)
            for (lang, audience), holding in self.holdings.items()
        }

    def with_spaces(self, vectors: Mapping[str, Vectors]) -> "Snapshot":
        """The same moment with near words known, given the vectors of words."""
        words = self.words()
        holdings = {
            key: replace(holding, space=word_space(words[key], vectors))
            for key, holding in self.holdings.items()
        }
        return replace(self, holdings=holdings)


@dataclass(frozen=True, slots=True)
class _Counted:
    """How often each stem (weighted) and each word stands in a passage."""

    stems: Counter[str]
    words: Counter[str]


class Arranger:
    """Makes snapshots; what it counted or built for passages that stay, it does not build again."""

    def __init__(self) -> None:
        self._stemmer = load_stemmer()
        self._glossary = Glossary(self._stemmer)
        self._counted: dict[str, _Counted] = {}
        self._holdings: dict[tuple[PassageId, ...], Holding] = {}
        self._vocabularies: dict[tuple[PassageId, ...], Vocabulary] = {}

    def arrange(self, generation: int, stored: Sequence[StoredPassage]) -> Snapshot:
        """The snapshot of these passages; blocking, up to seconds for thousands of new ones."""
        self._counted = {each.text_hash: self._count(each) for each in stored}
        visible: dict[Audience, list[StoredPassage]] = {
            audience: [each for each in stored if each.audience in {"public", audience}]
            for audience in AUDIENCES
        }
        shelves: dict[tuple[Language, Audience], list[StoredPassage]] = {
            (lang, audience): [each for each in visible[audience] if each.lang == lang]
            for lang in LANGUAGES
            for audience in AUDIENCES
        }
        self._holdings = self._built(self._holdings, shelves.values(), self._holding)
        self._vocabularies = self._built(self._vocabularies, visible.values(), self._vocabulary)
        return Snapshot(
            generation=generation,
            stored=tuple(stored),
            holdings={key: self._holdings[_ids(shelf)] for key, shelf in shelves.items()},
            vocabularies={key: self._vocabularies[_ids(seen)] for key, seen in visible.items()},
        )

    @staticmethod
    def _built(
        before: Mapping[tuple[PassageId, ...], T],
        groups: Iterable[Sequence[StoredPassage]],
        build: Callable[[Sequence[StoredPassage]], T],
    ) -> dict[tuple[PassageId, ...], T]:
        built: dict[tuple[PassageId, ...], T] = {}
        for group in groups:
            ids = _ids(group)
            if ids not in built:
                built[ids] = before[ids] if ids in before else build(group)
        return built

    def _vocabulary(self, visible: Sequence[StoredPassage]) -> Vocabulary:
        words: Counter[str] = Counter()
        for passage in visible:
            words.update(self._counted[passage.text_hash].words)
        return Vocabulary(words, self._stemmer, self._glossary)

    def _holding(self, visible: Sequence[StoredPassage]) -> Holding:
        counts = [self._counted[passage.text_hash].stems for passage in visible]
        articles: dict[ArticleId, tuple[int, ...]] = {}
        for position, passage in enumerate(visible):
            articles[passage.article_id] = (*articles.get(passage.article_id, ()), position)
        return Holding(
            passages=tuple(_passage(passage) for passage in visible),
            positions={passage.id: position for position, passage in enumerate(visible)},
            articles=articles,
            stems=tuple(frozenset(count) for count in counts),
            lexical=LexicalIndex(counts),
        )

    def _count(self, passage: StoredPassage) -> _Counted:
        known = self._counted.get(passage.text_hash)
        if known is not None:
            return known
        text = plain_text(passage.text)
        return _Counted(
            stems=count_stems(passage.title, passage.heading, text, self._stemmer),
            words=Counter(tokens(f"{passage.title}\n{passage.heading}\n{text}")),
        )


def _ids(passages: Sequence[StoredPassage]) -> tuple[PassageId, ...]:
    return tuple(passage.id for passage in passages)


def _passage(stored: StoredPassage) -> Passage:
    return Passage(
        id=stored.id,
        article_id=stored.article_id,
        lang=stored.lang,
        title=stored.title,
        heading=stored.heading,
        text=stored.text,
    )
