"""The light classifier: weights from the package, probabilities for one message; it is trained elsewhere."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal, cast

import numpy as np
from numpy.typing import NDArray

from app.assistant.signals.examples import Examples, Space
from app.assistant.signals.features import Features, Vector

Head = Literal["person", "bot", "topic", "mood", "tone"]
HEADS: tuple[Head, ...] = ("person", "bot", "topic", "mood", "tone")
CLASSES: Mapping[Head, tuple[str, ...]] = {
    "person": ("other", "asked"),
    "bot": ("other", "asks"),
    "topic": ("none", "legal", "safety_injury", "medical", "self_harm", "fraud", "data_deletion", "press"),
    "mood": ("calm", "glad", "annoyed", "angry"),
    "tone": ("neutral", "positive", "negative"),
}
Variant = tuple[str, ...]
"""The names of the embedders whose vectors, one after another, the weights of a variant are for."""
WITHOUT_EMBEDDER: Variant = ()
_Scores = NDArray[np.floating]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Weights:
    """One head's weights, each of shape (features, classes)."""

    embedding: NDArray[np.float32]
    grams: NDArray[np.float32]
    marks: NDArray[np.float32]
    votes: NDArray[np.float32]
    offsets: NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Learned:
    """What was learned for one variant; without an embedder there is no space and nobody votes."""

    heads: Mapping[Head, _Weights]
    examples: Mapping[Head, Examples]
    space: Space | None


class Classifier:
    """Probabilities of every head for one message.

    Weights belong to embedders by their names: the variant that uses most of those at hand serves, and where
    there are others or none, the one learned from letters.
    """

    def __init__(self) -> None:
        folder = resources.files("app.assistant.signals")
        card = json.loads(folder.joinpath("model.json").read_text(encoding="utf-8"))
        known = [tuple(names) for names in cast(list[list[str]], card["variants"])]
        with folder.joinpath("model.npz").open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            self._variants = {
                variant: _learned_of(variant, arrays) for variant in sorted(known, key=len, reverse=True)
            }

    @property
    def embedders(self) -> Variant:
        """The names of all embedders that some variant uses."""
        return tuple(dict.fromkeys(name for variant in self._variants for name in variant))

    def probabilities(
        self, features: Features, vectors: Mapping[str, Vector]
    ) -> dict[Head, dict[str, float]]:
        """For each head the chance of each class; `vectors` are those of `features.plain`, by embedder."""
        variant = next(each for each in self._variants if vectors.keys() >= set(each))
        learned = self._variants[variant]
        if learned.space is None:
            return {head: _chances(head, _by_letters(head, learned, features)) for head in HEADS}
        embedding = np.concatenate([vectors[name] for name in variant])
        point = learned.space.points(embedding[None])
        return {
            head: _chances(head, _by_meaning(head, learned, features, embedding, point)) for head in HEADS
        }


@cache
def load_classifier() -> Classifier:
    """The classifier of the package, read once a process; safe to share."""
    return Classifier()


def _by_letters(head: Head, learned: _Learned, features: Features) -> _Scores:
    weights = learned.heads[head]
    scores: _Scores = weights.offsets + features.marks(head) @ weights.marks
    if len(features.grams):
        scores = scores + weights.grams[features.grams].sum(axis=0) / np.sqrt(len(features.grams))
    return scores


def _by_meaning(
    head: Head, learned: _Learned, features: Features, embedding: Vector, point: NDArray[np.float32]
) -> _Scores:
    weights = learned.heads[head]
    votes = learned.examples[head].votes(point)[0]
    return (
        weights.offsets
        + features.marks(head) @ weights.marks
        + embedding @ weights.embedding
        + votes @ weights.votes
    )


def _chances(head: Head, scores: _Scores) -> dict[str, float]:
    raised = np.exp(scores - scores.max())
    return dict(zip(CLASSES[head], (raised / raised.sum()).tolist(), strict=True))


def _learned_of(variant: Variant, arrays: Mapping[str, NDArray[Any]]) -> _Learned:
    key = variant_key(variant)

    def wide(name: str) -> NDArray[np.float32]:
        return arrays[f"{key}/{name}"].astype(np.float32)

    return _Learned(
        heads={head: _Weights(**{part: wide(f"{head}/{part}") for part in _PARTS}) for head in HEADS},
        examples={
            head: Examples(wide(f"{head}/points") * wide("steps"), arrays[f"{head}/labels"], len(classes))
            for head, classes in (CLASSES.items() if variant else ())
        },
        space=Space(wide("projection"), wide("origin")) if variant else None,
    )


def variant_key(variant: Variant) -> str:
    """The name under which the weights of a variant are stored."""
    return "+".join(variant) or "none"


_PARTS = ("embedding", "grams", "marks", "votes", "offsets")
