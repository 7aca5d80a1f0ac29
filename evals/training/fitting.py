"""Multinomial logistic regression with a ridge penalty, by accelerated gradient descent on numpy alone."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]

_OFFSET_SCALE = 3.0
"""The offset is a column of this height: the ridge hardly holds it back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """Weights of shape (features, classes) and one offset a class."""

    weights: Matrix
    offsets: Matrix

    def probabilities(self, rows: Matrix) -> Matrix:
        """Shape (rows, classes), each row adding up to 1."""
        scores = rows @ self.weights + self.offsets
        raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
        return _single(raised / raised.sum(axis=-1, keepdims=True))


def fit(rows: Matrix, targets: Matrix, share: Matrix, ridge: float, steps: int = 200) -> Fitted:
    """Fit on one-hot targets; `share` is a row's part in the loss, `ridge` the penalty on squared weights."""
    rows = _single(np.hstack([rows, np.full((len(rows), 1), _OFFSET_SCALE)]))
    share = _single((share / share.sum())[:, None])
    speed = 0.5 * _largest_eigenvalue(rows, share) + ridge
    current: Matrix = np.zeros((rows.shape[1], targets.shape[1]), dtype=np.float32)
    nothing: Matrix = np.zeros((targets.shape[1],), dtype=np.float32)
    ahead, momentum = current, 1.0
    for _ in range(steps):
        found = Fitted(weights=ahead, offsets=nothing).probabilities(rows)
        slope = rows.T @ (share * (found - targets)) + ridge * ahead
        following = _single(ahead - slope / speed)
        quicker = (1 + math.sqrt(1 + 4 * momentum**2)) / 2
        ahead = _single(following + (momentum - 1) / quicker * (following - current))
        current, momentum = following, quicker
    return Fitted(weights=current[:-1], offsets=_single(current[-1] * _OFFSET_SCALE))


def _largest_eigenvalue(rows: Matrix, share: Matrix, rounds: int = 20) -> float:
    """Of the loss's curvature, by power iteration."""
    vector: Matrix = np.ones((rows.shape[1], 1), dtype=np.float32)
    norm = 1.0
    for _ in range(rounds):
        vector = _single(rows.T @ (share * (rows @ vector)))
        norm = float(np.linalg.norm(vector))
        vector = _single(vector / norm)
    return norm


def _single(values: NDArray[np.floating]) -> Matrix:
    return values.astype(np.float32, copy=False)
