"""Where known messages stand and how they vote on the cases that a head learns from."""

import numpy as np
from numpy.typing import NDArray

from app.assistant.signals.classifier import CLASSES, Head
from app.assistant.signals.examples import Examples, Space
from evals.training.cases import Case
from evals.training.fitting import Matrix

_DIMENSIONS = 128
_SOFTNESS = 1.7
"""How far apart, for one embedder's scaled vectors, two messages may stand for a vote to fall by e."""
_BYTE = 127.0
_CHUNK = 1_000


def space_of(raw: Matrix, centre: Matrix, scale: Matrix, embedders: int) -> Space:
    """The directions in which `(raw - centre) * scale` differs most; `raw` has shape (n, width)."""
    meanings = (raw - centre) * scale
    _, directions = np.linalg.eigh(meanings.T @ meanings)
    leading = directions[:, : -_DIMENSIONS - 1 : -1] / np.sqrt(_SOFTNESS * embedders)
    projection = (scale[:, None] * leading).astype(np.float16).astype(np.float32)
    return Space(projection, (centre @ projection).astype(np.float16).astype(np.float32))


def votes_on(head: Head, cases: list[Case], points: Matrix) -> Matrix:
    """The votes of the head's own cases on every case, (cases, classes); none votes on itself."""
    own = _rows_of(head, cases)
    known = Examples(points[own], labels_of(head, cases), len(CLASSES[head]))
    self_voting = np.full(len(cases), -1, dtype=np.intp)
    self_voting[own] = np.arange(len(own))
    return np.concatenate(
        [
            known.votes(points[start : start + _CHUNK], but=self_voting[start : start + _CHUNK])
            for start in range(0, len(cases), _CHUNK)
        ]
    )


def labels_of(head: Head, cases: list[Case]) -> NDArray[np.int8]:
    """The classes of the head's own cases, in their order."""
    own = [case.label for case in cases if case.head == head]
    return np.array([CLASSES[head].index(label) for label in own], dtype=np.int8)


def kept(space: Space, points: Matrix, cases: list[Case]) -> dict[str, NDArray[np.generic]]:
    """What a variant stores of its space and of the points of each head's own cases, a byte a number."""
    steps = (np.abs(points).max(axis=0) / _BYTE).astype(np.float16)
    narrow = np.clip(np.rint(points / steps.astype(np.float32)), -_BYTE, _BYTE).astype(np.int8)
    return {
        "projection": space.projection.astype(np.float16),
        "origin": space.origin.astype(np.float16),
        "steps": steps,
        **{f"{head}/points": narrow[_rows_of(head, cases)] for head in CLASSES},
    }


def _rows_of(head: Head, cases: list[Case]) -> NDArray[np.intp]:
    return np.flatnonzero([case.head == head for case in cases])
