"""Known messages as points, and how the likest of them vote; what is known is decided in training."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.assistant.signals.features import Vector

VOTERS = 12
_NOBODY = -1

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Space:
    """Where messages become points: the directions in which known messages differ most.

    `projection`, (width of the embedding, dimensions), and `origin`, (dimensions,), are in units in which a
    vote falls by e when half the squared distance grows by one.
    """

    projection: Vectors
    origin: Vector

    def points(self, embeddings: Vectors) -> Vectors:
        """Shape (n, dimensions) of embeddings of shape (n, width)."""
        return embeddings @ self.projection - self.origin


class Examples:
    """The known messages of one head; immutable, safe to share."""

    def __init__(self, points: Vectors, labels: NDArray[np.integer], classes: int) -> None:
        """`points` has shape (n, dimensions), `labels`, (n,), gives the class of each: 0 to `classes` - 1."""
        self._points = points
        self._halves = (points**2).sum(axis=1) / 2
        self._labels = np.eye(classes, dtype=np.float32)[labels]

    def votes(self, asked: Vectors, *, but: NDArray[np.intp] | None = None) -> Vectors:
        """The share of each class in the votes of the likest known messages, (n, classes), for n points.

        `but` names for each point a known message that has no vote, or -1: a message does not vote on itself.
        """
        likeness = asked @ self._points.T - self._halves
        if but is not None:
            self_voting = np.flatnonzero(but != _NOBODY)
            likeness[self_voting, but[self_voting]] = -np.inf
        nearest = np.argpartition(-likeness, VOTERS, axis=1)[:, :VOTERS]
        alike = np.take_along_axis(likeness, nearest, axis=1)
        votes = np.exp(alike - alike.max(axis=1, keepdims=True))
        votes /= votes.sum(axis=1, keepdims=True)
        shares: Vectors = np.einsum("nv,nvc->nc", votes, self._labels[nearest]).astype(np.float32)
        return shares
