"""Everything published at one moment, arranged for searching; nothing here reads a database or an index."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.grounding import Passage
from app.domain.ids import LANGUAGES, ArticleId, Language, PassageId
from app.knowledge.embedders import Vectors
from app.knowledge.finding.lexical import LexicalIndex, count_stems
from app.knowledge.finding.nearness import NO_WORDS, WordSpace, word_space
from app.knowledge.markdown import plain_text
from app.knowledge.reading.glossary import Glossary
from app.knowledge.reading.vocabulary import Vocabulary
from app.knowledge.reading.words import Stemmer, tokens
from app.storage.articles import AUDIENCES, Audience, StoredPassage


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


class Arranger:
    """Makes snapshots; what it counted in a passage once it keeps while the passage is published."""

    def __init__(self) -> None:
        self._stemmer = Stemmer()
        self._glossary = Glossary(self._stemmer)
        self._counts: dict[str, Counter[str]] = {}

    def arrange(self, generation: int, stored: Sequence[StoredPassage]) -> Snapshot:
        """The snapshot of these passages; blocking, up to a second for thousands of new ones."""
        self._counts = {passage.text_hash: self._count(passage) for passage in stored}
        visible = {
            audience: [each for each in stored if each.audience in {"public", audience}]
            for audience in AUDIENCES
        }
        return Snapshot(
            generation=generation,
            stored=tuple(stored),
            holdings={
                (lang, audience): self._holding([each for each in visible[audience] if each.lang == lang])
                for lang in LANGUAGES
                for audience in AUDIENCES
            },
            vocabularies={audience: self._vocabulary(visible[audience]) for audience in AUDIENCES},
        )

    def _vocabulary(self, visible: Sequence[StoredPassage]) -> Vocabulary:
        words: Counter[str] = Counter()
        for passage in visible:
            words.update(tokens(f"{passage.title}\n{passage.heading}\n{plain_text(passage.text)}"))
        return Vocabulary(words, self._stemmer, self._glossary)

    def _holding(self, visible: Sequence[StoredPassage]) -> Holding:
        counts = [self._counts[passage.text_hash] for passage in visible]
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

    def _count(self, passage: StoredPassage) -> Counter[str]:
        known = self._counts.get(passage.text_hash)
        return known or count_stems(passage.title, passage.heading, passage.text, self._stemmer)


def _passage(stored: StoredPassage) -> Passage:
    return Passage(
        id=stored.id,
        article_id=stored.article_id,
        lang=stored.lang,
        title=stored.title,
        heading=stored.heading,
        text=stored.text,
    )
