"""The light classifier: weights from the package, probabilities for one message; it is trained elsewhere."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Literal, cast

import numpy as np
from numpy.typing import NDArray

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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Weights:
    """One head's weights, each of shape (features, classes)."""

    embedding: NDArray[np.float32]
    grams: NDArray[np.float32]
    marks: NDArray[np.float32]
    offsets: NDArray[np.float32]


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
                variant: _weights_of(variant, arrays) for variant in sorted(known, key=len, reverse=True)
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
        embedding = np.concatenate([vectors[name] for name in variant]) if variant else None
        return {
            head: self._head(head, weights, features, embedding)
            for head, weights in self._variants[variant].items()
        }

    def _head(
        self, head: Head, weights: _Weights, features: Features, embedding: Vector | None
    ) -> dict[str, float]:
        scores = weights.offsets + features.marks(head) @ weights.marks
        if len(weights.grams) and len(features.grams):
            scores = scores + weights.grams[features.grams].sum(axis=0) / np.sqrt(len(features.grams))
        if embedding is not None and len(weights.embedding):
            scores = scores + embedding @ weights.embedding
        raised = np.exp(scores - scores.max())
        return dict(zip(CLASSES[head], (raised / raised.sum()).tolist(), strict=True))


def _weights_of(variant: Variant, arrays: Mapping[str, NDArray[np.float16]]) -> dict[Head, _Weights]:
    key = variant_key(variant)
    return {
        head: _Weights(**{part: arrays[f"{key}/{head}/{part}"].astype(np.float32) for part in _PARTS})
        for head in HEADS
    }


def variant_key(variant: Variant) -> str:
    """The name under which the weights of a variant are stored."""
    return "+".join(variant) or "none"


_PARTS = ("embedding", "grams", "marks", "offsets")
