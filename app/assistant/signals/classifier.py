"""The light classifier: weights from the package, probabilities for one message; it is trained elsewhere."""

import json
from collections.abc import Collection, Mapping
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
WITHOUT_EMBEDDER = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Weights:
    """One head's weights, each of shape (features, classes)."""

    embedding: NDArray[np.float32]
    grams: NDArray[np.float32]
    marks: NDArray[np.float32]
    offsets: NDArray[np.float32]


class Classifier:
    """Probabilities of every head for one message.

    Weights belong to an embedder by its name; with another or none, those learned from letters serve.
    """

    def __init__(self, embedder_names: Collection[str] = ()) -> None:
        folder = resources.files("app.assistant.signals")
        card = json.loads(folder.joinpath("model.json").read_text(encoding="utf-8"))
        known = cast(list[str], card["embedders"])
        self.embedder_name = next((name for name in known if name in embedder_names), None)
        prefix = self.embedder_name or WITHOUT_EMBEDDER
        with folder.joinpath("model.npz").open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            self._heads: dict[Head, _Weights] = {
                head: _Weights(
                    **{part: arrays[f"{prefix}/{head}/{part}"].astype(np.float32) for part in _PARTS}
                )
                for head in HEADS
            }

    def probabilities(self, features: Features, embedding: Vector | None) -> dict[Head, dict[str, float]]:
        """For each head the probability of each class; `embedding` is that of `features.plain`, or None."""
        return {head: self._head(head, weights, features, embedding) for head, weights in self._heads.items()}

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


_PARTS = ("embedding", "grams", "marks", "offsets")
