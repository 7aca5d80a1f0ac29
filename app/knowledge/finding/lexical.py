"""Finding passages by their words: weighted stems in memory; knows nothing of vectors or questions."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from app.knowledge.reading.words import Stemmer, tokens

Scores = npt.NDArray[np.float32]

_SATURATION = 1.2
_LENGTH = 0.6
_TITLE_WEIGHT = 2
_HEADING_WEIGHT = 2


def count_stems(title: str, heading: str, text: str, stemmer: Stemmer) -> Counter[str]:
    """How often each stem stands in a passage's plain text, what stands above it counted double."""
    count: Counter[str] = Counter()
    for part, weight in ((title, _TITLE_WEIGHT), (heading, _HEADING_WEIGHT), (text, 1)):
        for stem in stemmer.content(tokens(part)):
            count[stem] += weight
    return count


class LexicalIndex:
    """BM25 over the stems of passages; immutable once built, so any thread may ask it."""

    def __init__(self, counts: Sequence[Counter[str]]) -> None:
        self.size = len(counts)
        lengths = [max(1, count.total()) for count in counts]
        mean = sum(lengths) / max(1, self.size)
        rows: dict[str, list[int]] = {}
        impacts: dict[str, list[float]] = {}
        for row, (count, length) in enumerate(zip(counts, lengths, strict=True)):
            norm = _SATURATION * (1 - _LENGTH + _LENGTH * length / mean)
            for stem, frequency in count.items():
                rows.setdefault(stem, []).append(row)
                impacts.setdefault(stem, []).append(frequency * (_SATURATION + 1) / (frequency + norm))
        self._rows = {stem: np.array(found, np.int32) for stem, found in rows.items()}
        self._impacts = {stem: np.array(found, np.float32) for stem, found in impacts.items()}

    @property
    def vocabulary(self) -> Mapping[str, object]:
        """The stems that stand in some passage."""
        return self._rows

    def rarity(self, stem: str) -> float:
        """The weight of a stem: near 0 when every passage has it, highest when none has."""
        found = self._rows.get(stem)
        hits = 0 if found is None else len(found)
        return math.log(1 + (self.size - hits + 0.5) / (hits + 0.5))

    def score(self, stems: Mapping[str, float]) -> Scores:
        """BM25 of every passage for weighted stems, shape (size,)."""
        scores = np.zeros(self.size, dtype=np.float32)
        for stem, weight in stems.items():
            rows = self._rows.get(stem)
            if rows is not None:
                scores[rows] += np.float32(weight * self.rarity(stem)) * self._impacts[stem]
        return scores

    def holds(self, row: int, stem: str) -> bool:
        """Whether the passage at this position has the stem."""
        rows = self._rows.get(stem)
        if rows is None:
            return False
        at = int(np.searchsorted(rows, row))
        return at < len(rows) and int(rows[at]) == row
