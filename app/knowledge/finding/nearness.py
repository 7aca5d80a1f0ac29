"""Words near in meaning among those a knowledge base uses; passages and questions are not known here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]

_MOST_NEAR = 4
_NEAR_FROM = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class WordSpace:
    """The stems of one holding with a vector each, of the word that stands for the stem most often.

    `rows` says which row of `vectors` (shape (stems, dimensions), unit length) belongs to a stem.
    """

    stems: tuple[str, ...]
    rows: Mapping[str, int]
    vectors: Vectors

    def closeness(self, words: Vectors) -> Vectors:
        """Cosines of words with every stem here, shape (words, stems); no words when either side is empty."""
        if not self.stems or not len(words):
            return np.zeros((0, 0), dtype=np.float32)
        return words @ self.vectors.T

    def near(self, closeness: Vectors) -> list[tuple[str, float]]:
        """The few stems nearest to a word, given its row of `closeness`, with their cosines."""
        count = min(_MOST_NEAR, len(self.stems))
        found = np.argpartition(-closeness, count - 1)[:count]
        return [(self.stems[row], float(closeness[row])) for row in found if closeness[row] >= _NEAR_FROM]


NO_WORDS = WordSpace(stems=(), rows={}, vectors=np.zeros((0, 1), dtype=np.float32))


def word_space(stems: Mapping[str, str], vectors: Mapping[str, Vectors]) -> WordSpace:
    """A space of the stems whose word has a vector; `stems` gives each stem's word."""
    known = [stem for stem, word in stems.items() if word in vectors]
    if not known:
        return NO_WORDS
    return WordSpace(
        stems=tuple(known),
        rows={stem: row for row, stem in enumerate(known)},
        vectors=np.stack([vectors[stems[stem]] for stem in known]),
    )


def best_of(closeness: Vectors, rows: Sequence[int]) -> Vectors:
    """For each word, its cosine with the nearest of these stems; zeros when there are none."""
    if not rows or not closeness.size:
        return np.zeros(len(closeness), dtype=np.float32)
    return closeness[:, list(rows)].max(axis=1)
