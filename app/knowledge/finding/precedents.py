"""Questions that customers of other shops asked, and what answered them: what words alone do not say.

"My mug came in pieces" shares no word with an article on damaged goods. It is near to questions that
other shops' customers asked about such things; the passages that answered those are near to the article
that is sought. The questions were written for this project: `evals/training/shops`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.knowledge.embedders import Embedder, Vectors

_NEAREST = 8
_SHARPNESS = 1.0
"""By how many spreads the likeness to a precedent must fall for its vote to fall by e."""
_UNLIKE, _ALIKE = 29.5, 32.5
"""Likeness to the nearest precedent, in spreads: messages that ask no shop anything lie around 29.9, half of
what shops are asked above 31.7."""
_LEAST_PULL, _MOST_PULL = 0.4, 1.6
_EVEN_PULL = 0.8
"""How far a question moves towards what answered its precedents: by that likeness, and the same for every
question where one embedder alone says what is alike. Decision 0002 has the measurements."""
_WORDED = 16
_WORDED_PULL = 4.0
"""How many precedents say how an answer is worded, and how far a question moves towards their sentences."""
_FILE = "precedents.npz"
_SCALE = np.float32(127.0)


@dataclass(frozen=True, slots=True)
class Bank:
    """Precedents as one embedder sees them: questions (n, dimensions), unit length, and for each where
    its answer stands from the middle of all answers, (n, dimensions).

    `sentences` likewise, of the very sentence that answered; None where none were embedded."""

    questions: Vectors
    leanings: Vectors
    sentences: Vectors | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaned:
    """A question's vectors moved towards what answered questions like it, strongest embedder first.

    `vectors` find the passages. `evenly` are moved as far as every other question's: how near the best
    passage stands to them compares with other questions.
    """

    vectors: Sequence[tuple[Embedder, Vectors]]
    evenly: Sequence[tuple[Embedder, Vectors]]


class Precedents:
    """Moves the vectors of a question towards what answered questions like it; safe to share."""

    def __init__(self, banks: dict[str, Bank]) -> None:
        self._banks = banks

    def lean(self, asked: Sequence[tuple[Embedder, Vectors]]) -> Leaned:
        """The same vectors, moved and of unit length; those of an embedder without precedents stay.

        All embedders together say which precedents are alike, each likeness in units of its spread. The more
        alike they are, the further a question moves.
        """
        known = [each for each, _ in asked if self.has(each)]
        if not known:
            return Leaned(vectors=list(asked), evenly=list(asked))
        nearest, votes, likeness = self._nearest(asked, _NEAREST)
        pull = _pull(likeness) if len(known) == len(self._banks) else _EVEN_PULL

        def moved(each: Embedder, vector: Vectors, pull: float) -> tuple[Embedder, Vectors]:
            if not self.has(each):
                return each, vector
            return each, _unit(vector + np.float32(pull) * (votes @ self._banks[each.name].leanings[nearest]))

        return Leaned(
            vectors=[moved(each, vector, pull) for each, vector in asked],
            evenly=[moved(each, vector, _EVEN_PULL) for each, vector in asked],
        )

    def wording(self, asked: Sequence[tuple[Embedder, Vectors]], embedder: Embedder) -> Vectors | None:
        """Where `embedder` would see a sentence that answers, (dimensions,), unit length.

        None when it was not asked, or knows no sentences that answered.
        """
        vector = next((vector for each, vector in asked if each.name == embedder.name), None)
        if vector is None or not self.has(embedder):
            return None
        sentences = self._banks[embedder.name].sentences
        if sentences is None:
            return None
        nearest, votes, _ = self._nearest(asked, _WORDED)
        return _unit(vector + np.float32(_WORDED_PULL) * (votes @ sentences[nearest]))

    def _nearest(
        self, asked: Sequence[tuple[Embedder, Vectors]], count: int
    ) -> tuple[NDArray[np.intp], Vectors, float]:
        """The rows of the precedents likest to what is asked, their votes, and the likeness of the first."""
        known = [(self._banks[each.name], each.spread, vector) for each, vector in asked if self.has(each)]
        alike = np.sum([bank.questions @ vector / spread for bank, spread, vector in known], axis=0)
        nearest = np.argpartition(-alike, count)[:count]
        votes = np.exp((alike[nearest] - alike[nearest].max()) / _SHARPNESS)
        return nearest, (votes / votes.sum()).astype(np.float32), float(alike[nearest].max())

    def has(self, embedder: Embedder) -> bool:
        """Whether this embedder has precedents; a model that was never trained with has none."""
        return embedder.name in self._banks

    def has_sentences(self, embedder: Embedder) -> bool:
        """Whether this embedder also knows the sentences that answered."""
        return self.has(embedder) and self._banks[embedder.name].sentences is not None

    def bank(self, name: str) -> Bank:
        """The precedents as the embedder of this name sees them; KeyError when there are none."""
        return self._banks[name]


def _pull(likeness: float) -> float:
    above = min(1.0, max(0.0, (likeness - _UNLIKE) / (_ALIKE - _UNLIKE)))
    return _LEAST_PULL + (_MOST_PULL - _LEAST_PULL) * above


def _unit(vector: NDArray[np.floating]) -> Vectors:
    return (vector / max(float(np.linalg.norm(vector)), 1e-12)).astype(np.float32)


@cache
def load_precedents() -> Precedents:
    """The precedents of the package; `python -m evals.training.precedents` writes them."""
    file = resources.files("app.knowledge.finding").joinpath(_FILE)
    with file.open("rb") as opened, np.load(opened, allow_pickle=False) as arrays:
        stored = {name: arrays[name] for name in arrays.files}
    names = sorted({name.partition("/")[0] for name in stored if "/" in name})
    return Precedents({name: _stored_bank(name, stored) for name in names})


def _stored_bank(name: str, stored: Mapping[str, NDArray[Any]]) -> Bank:
    questions, answers = _wide(stored[f"{name}/questions"]), _wide(stored[f"{name}/answers"])
    bank = bank_of(questions, answers, stored["answered_by"])
    if f"{name}/sentences" not in stored:
        return bank
    return replace(bank, sentences=_from_middle(_wide(stored[f"{name}/sentences"]), stored["worded_by"]))


def bank_of(questions: Vectors, answers: Vectors, answered_by: NDArray[np.int32]) -> Bank:
    """A bank of unit vectors; `answered_by` gives each question's row of `answers`."""
    return Bank(questions=questions, leanings=_from_middle(answers, answered_by))


def _from_middle(vectors: Vectors, rows: NDArray[np.int32]) -> Vectors:
    return vectors[rows] - vectors[rows].mean(axis=0)


def narrow(vectors: Vectors) -> NDArray[np.int8]:
    """Unit vectors as they are stored, one byte a number."""
    return np.rint(vectors / np.abs(vectors).max(axis=1, keepdims=True) * _SCALE).astype(np.int8)


def _wide(stored: NDArray[np.int8]) -> Vectors:
    vectors = stored.astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
