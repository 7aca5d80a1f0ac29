"""Learning e5's biases and norms from questions whose answers are known; no file is read or written here."""

# What jax says of its own types is unknown in part.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from app.knowledge.embedders import Vectors
from evals.training.encoder import Weights, encode, filled, weights_of
from evals.training.packed import Numbers, PackedE5

STILL_LENGTH = 24
"""The longest message, in pieces, that is to keep its vector."""
_AT_ONCE, _STILL_AT_ONCE, _OF_LIKE_LENGTH = 64, 16, 1024
_ROUNDS = 5
_SPEED, _WARMING, _LEAST = 1e-3, 0.05, 0.02
"""Adam's step, the share of steps until it is reached, and what is left of it at the end."""
_LONGEST_SLOPE = 1.0
_SHARPNESS = 0.02
"""The difference of cosines that counts for e."""
_VERY, _ANY, _TWIN = 0.7, 0.3, 0.3
"""What counts: the very passage before other articles', any passage of the right article, one of its twin."""
_ANSWERABLE, _UNANSWERED = 0.7, 2.0
"""How much it counts that the best cosine tells which questions are answered, and each that is not."""
_STILL = 25.0
"""How much it counts that messages which ask no shop anything keep their vectors."""
_JUDGE = "judge"
_FAR = -1e9


@dataclass(frozen=True, slots=True, kw_only=True)
class Passages:
    """The passages of the shops learned from: vectors, (n, width), each one's shop, language and article."""

    vectors: Vectors
    shops: NDArray[np.int64]
    languages: NDArray[np.str_]
    articles: NDArray[np.str_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question in pieces, where it was asked, and the row of the passage that answers it; -1 for none."""

    tokens: list[int]
    shop: int
    lang: str
    relevant: tuple[str, ...]
    row: int


class _Target(NamedTuple):
    """For each question of a batch: the row that answers and whether any does, (questions,); which passages
    are of its shop and language, which of these are right, and both in the other language, (questions, n)."""

    row: NDArray[np.int64]
    is_answered: Numbers
    own: NDArray[np.bool_]
    right: NDArray[np.bool_]
    others: NDArray[np.bool_]
    twins: NDArray[np.bool_]


class _Adam(NamedTuple):
    """Weights and the running means of their slopes and of the squares of these."""

    weights: Weights
    means: Weights
    squares: Weights
    steps: int


def learn(
    model: PackedE5, passages: Passages, asked: Sequence[Asked], still: Sequence[list[int]]
) -> dict[str, Numbers]:
    """What to add to the model's biases and norms, under the file's names."""
    frozen, before = weights_of(model)
    read = jax.jit(partial(encode, model))
    slope_of = jax.jit(jax.grad(partial(_loss, model, jnp.asarray(passages.vectors))))
    weights = {**before, _JUDGE: jnp.array([np.log(40.0), 0.87])}
    nothing = {name: jnp.zeros_like(values) for name, values in weights.items()}
    state = _Adam(weights, nothing, nothing, 0)
    random = np.random.default_rng(0)
    steps = _ROUNDS * len(asked) // _AT_ONCE
    for step, rows in zip(range(steps), _batches(asked, random), strict=False):
        calm = filled(model, [still[i] for i in random.integers(0, len(still), _STILL_AT_ONCE)], STILL_LENGTH)
        questions = filled(model, [asked[i].tokens for i in rows])
        target = _target(passages, [asked[i] for i in rows])
        slope = slope_of(state.weights, frozen, questions, target, calm, read(frozen, before, *calm))
        state = _stepped(state, slope, _speed(step, steps))
        if step % 20 == 0:
            print(f"{step} of {steps}", flush=True)
    return {name: np.asarray(state.weights[name] - before[name]) for name in before}


def _batches(asked: Sequence[Asked], random: np.random.Generator) -> Iterator[NDArray[np.int64]]:
    """Rows in an endless order, those of like length together: they are filled up less."""
    lengths = np.array([len(each.tokens) for each in asked])
    while True:
        order = random.permutation(len(asked))
        batches: list[NDArray[np.int64]] = []
        for start in range(0, len(order), _OF_LIKE_LENGTH):
            part = order[start : start + _OF_LIKE_LENGTH]
            part = part[np.argsort(lengths[part], kind="stable")]
            batches += [part[at : at + _AT_ONCE] for at in range(0, len(part) - _AT_ONCE + 1, _AT_ONCE)]
        yield from (batches[i] for i in random.permutation(len(batches)))


def _target(passages: Passages, asked: Sequence[Asked]) -> _Target:
    here = np.stack([passages.shops == each.shop for each in asked])
    right = np.stack([np.isin(passages.articles, each.relevant) for each in asked]) & here
    spoken = np.stack([passages.languages == each.lang for each in asked])
    return _Target(
        row=np.array([max(0, each.row) for each in asked]),
        is_answered=np.array([each.row >= 0 for each in asked], dtype=np.float32),
        own=here & spoken,
        right=right & spoken,
        others=here & ~spoken,
        twins=right & ~spoken,
    )


def _loss(
    model: PackedE5,
    passages: jax.Array,
    weights: Weights,
    frozen: Weights,
    questions: tuple[jax.Array, jax.Array],
    target: _Target,
    calm: tuple[jax.Array, jax.Array],
    calm_before: jax.Array,
) -> jax.Array:
    cosines = encode(model, frozen, weights, *questions) @ passages.T
    near = cosines / _SHARPNESS
    very = jnp.take_along_axis(near, target.row[:, None], axis=1)[:, 0]
    found = (
        _VERY * jax.nn.softplus(_any_of(near, target.own & ~target.right) - very)
        + _ANY * (_any_of(near, target.own) - _any_of(near, target.right))
        + _TWIN
        * jnp.where(target.twins.any(1), _any_of(near, target.others) - _any_of(near, target.twins), 0.0)
    )
    answered = target.is_answered
    sharp, middle = weights[_JUDGE]
    sure = jnp.exp(sharp) * (jnp.where(target.own, cosines, _FAR).max(1) - middle)
    judged = jnp.where(answered > 0, jax.nn.softplus(-sure), _UNANSWERED * jax.nn.softplus(sure))
    moved = 1 - (encode(model, frozen, weights, *calm) * calm_before).sum(1)
    return (
        (found * answered).sum() / jnp.maximum(answered.sum(), 1)
        + _ANSWERABLE * judged.mean()
        + _STILL * moved.mean()
    )


def _any_of(near: jax.Array, which: NDArray[np.bool_]) -> jax.Array:
    return jax.nn.logsumexp(jnp.where(which, near, _FAR), axis=1)


@jax.jit
def _stepped(state: _Adam, slope: Weights, speed: float) -> _Adam:
    length = jnp.sqrt(sum(jnp.sum(each * each) for each in slope.values()))
    shorter = jnp.minimum(1.0, _LONGEST_SLOPE / (length + 1e-12))
    steps = state.steps + 1
    means = {name: 0.9 * state.means[name] + 0.1 * shorter * each for name, each in slope.items()}
    squares = {
        name: 0.999 * state.squares[name] + 0.001 * (shorter * each) ** 2 for name, each in slope.items()
    }
    weights = {
        name: values
        - speed * (means[name] / (1 - 0.9**steps)) / (jnp.sqrt(squares[name] / (1 - 0.999**steps)) + 1e-8)
        for name, values in state.weights.items()
    }
    return _Adam(weights, means, squares, steps)


def _speed(step: int, steps: int) -> float:
    """Rises over the first steps, then falls along half a cosine."""
    warming = max(1, int(_WARMING * steps))
    if step < warming:
        return _SPEED * step / warming
    done = (step - warming) / max(1, steps - warming)
    return _SPEED * (_LEAST + (1 - _LEAST) * 0.5 * (1 + np.cos(np.pi * done)))
