"""Embedders are loaded once for all tests of the room."""

import pytest

from app.knowledge.embedders import Embedder, UniversalSentenceEncoder


@pytest.fixture(scope="session")
def quick() -> tuple[Embedder, ...]:
    """The packaged embedder that runs anywhere."""
    return (UniversalSentenceEncoder(),)
