"""Logistic regression with a ridge penalty, of classes and of choices, by gradient descent on numpy alone."""

import math
from collections.abc import Sequence
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Things to choose from: what is known of each, (things, features), and which are right, (things,).

    At least one is right.
    """

    rows: NDArray[np.float64]
    right: NDArray[np.bool_]


def fit_choices(choices: Sequence[Choice], ridge: float, steps: int = 400) -> NDArray[np.float64]:
    """Weights, (features,), under which right things are likeliest chosen: a conditional logit, by Adam.

    The penalty is on weights of features of unit spread.
    """
    rows = np.concatenate([each.rows for each in choices])
    spread = rows.std(axis=0) + 1e-9
    rows = (rows - rows.mean(axis=0)) / spread
    right = np.concatenate([each.right for each in choices])
    sizes = [len(each.rows) for each in choices]
    starts = np.cumsum([0, *sizes[:-1]])

    def shares(of: NDArray[np.float64]) -> NDArray[np.float64]:
        return of / np.repeat(np.add.reduceat(of, starts), sizes)

    weights, mean, square = (np.zeros(rows.shape[1]) for _ in range(3))
    for step in range(1, steps + 1):
        scores = rows @ weights
        odds = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
        slope = rows.T @ (shares(odds * right) - shares(odds)) / len(choices) - ridge * weights
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        weights = weights + 0.05 * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights / spread


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
