"""Vectors that a run keeps, so that a second house is quick."""

from collections.abc import Sequence

import numpy as np
import pytest

from app.knowledge.embedders import Vectors
from evals.house import VectorMemory


class Lengths:
    """An embedder that tells texts apart by their lengths and logs what it was given."""

    name = "lengths"
    dimensions = 1
    spread = 1.0

    def __init__(self, pace: float) -> None:
        self.pace = pace
        self.given: list[str] = []

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.given += texts
        return np.array([[len(text)] for text in texts], dtype=np.float32).reshape(-1, 1)

    def embed_query(self, text: str) -> Vectors:
        return self.embed_passages([text])[0]


@pytest.mark.parametrize("pace", [10.0, 1_000.0], ids=["slow", "quick"])
def test_every_passage_is_embedded_once_and_comes_back_in_its_place(pace: float) -> None:
    embedder = Lengths(pace)
    memory = VectorMemory(embedder)
    texts = ["a" * size for size in (7, 3, 5, 3, 1, 9, 2)]
    assert memory.embed_passages(texts).ravel().tolist() == [7, 3, 5, 3, 1, 9, 2]
    assert memory.embed_passages([*texts, "aaaa"]).ravel().tolist() == [7, 3, 5, 3, 1, 9, 2, 4]
    assert sorted(embedder.given) == sorted({*texts, "aaaa"})
    assert memory.embed_passages([]).shape == (0, 1)
