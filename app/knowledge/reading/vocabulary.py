"""The words a knowledge base uses, and the one that was meant by a word it does not know."""

from collections import Counter
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from app.knowledge.reading.glossary import SLANG, Glossary
from app.knowledge.reading.words import STOP_WORDS, Stemmer, is_cyrillic

_SHORTEST_MENDED = 5
_TWO_SLIPS_FROM = 9


class Vocabulary:
    """Words as they are written in the passages of one audience, both languages; safe to share."""

    def __init__(self, words: Counter[str], stemmer: Stemmer, glossary: Glossary) -> None:
        self.stemmer = stemmer
        self.glossary = glossary
        self._words = words
        self._stems = {stemmer.stem(word) for word in words}
        self._by_script = {
            is_russian: [
                word
                for word in words
                if len(word) >= _SHORTEST_MENDED - 1 and word.isalpha() and is_cyrillic(word) == is_russian
            ]
            for is_russian in (True, False)
        }
        self._forms: dict[str, str] | None = None
        self._mended: dict[str, str | None] = {}

    def has(self, stem: str) -> bool:
        """Whether some form of this stem stands in a passage."""
        return stem in self._stems

    def words_of(self, stems: Iterable[str]) -> dict[str, str]:
        """For each stem that is a word and not a number, the form that stands in passages most often."""
        if self._forms is None:
            forms: dict[str, str] = {}
            for word, _ in self._words.most_common():
                if len(word) > 2 and not word.isdigit():
                    forms.setdefault(self.stemmer.stem(word), word)
            self._forms = forms
        return {stem: self._forms[stem] for stem in stems if stem in self._forms}

    def knows(self, word: str) -> bool:
        """Whether the word says something here: it stands in a passage, or is a common or shop word."""
        return word in STOP_WORDS or word in SLANG or self.holds(word)

    def holds(self, word: str) -> bool:
        """Whether some form of the word, or a word customers use for it, stands in a passage."""
        stem = self.stemmer.stem(word)
        return stem in self._stems or bool(self.glossary.neighbours(stem))

    def mend(self, word: str) -> str | None:
        """The one word of the passages this is a slip of, or None; known and short words are left alone."""
        if len(word) < _SHORTEST_MENDED or not word.isalpha() or self.knows(word):
            return None
        if word not in self._mended:
            if len(self._mended) > 10_000:
                self._mended.clear()
            self._mended[word] = self._nearest(word)
        return self._mended[word]

    def known_share(self, words: Iterable[str]) -> float:
        """How many of these words say something here, 0..1; numbers do not count."""
        judged = [word for word in words if not word.isdigit()]
        return sum(self.knows(word) for word in judged) / max(1, len(judged))

    def _nearest(self, word: str) -> str | None:
        slips = 2 if len(word) >= _TWO_SLIPS_FROM else 1
        found = process.extract(
            word, self._by_script[is_cyrillic(word)], scorer=OSA.distance, score_cutoff=slips, limit=5
        )
        same_start = [
            (distance, -self._words[each], each) for each, distance, _ in found if each[0] == word[0]
        ]
        return min(same_start)[2] if same_start else None
