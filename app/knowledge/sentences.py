"""How near sentences stand to what answered questions like this one; what is quoted is decided elsewhere."""

import asyncio
import logging
import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.domain.ids import PassageId
from app.domain.language import readable_text
from app.domain.units import units_of
from app.knowledge.catalogue import Catalogue
from app.knowledge.embedders import Embedder, QueryVectors
from app.knowledge.finding.precedents import Precedents, load_precedents

_CAPACITY = 30_000
"""Sentences remembered: 1 KB each, those of about 5,000 passages."""

logger = logging.getLogger(__name__)


class SentenceNearness:
    """Compares sentences with where a sentence that answers would stand; safe to share.

    Sentences are embedded once and remembered. Without an embedder that has precedents all are equally near.
    """

    def __init__(self, queries: QueryVectors, precedents: Precedents | None = None) -> None:
        """`precedents` are those of the package unless others are given."""
        self._queries = queries
        self._precedents = precedents or load_precedents()
        self._embedder = next(filter(self._precedents.has_sentences, queries.embedders), None)
        self._known: OrderedDict[str, NDArray[np.float16]] = OrderedDict()
        self._lock = threading.Lock()

    def nearness(self, question: str, sentences: Sequence[str]) -> list[float]:
        """For each sentence, in spreads of the embedder's cosines; blocking, 2 ms for each that is new."""
        return self._known_nearness(question, sentences) or [0.0] * len(sentences)

    def best(self, question: str, sentences: Sequence[str]) -> float | None:
        """The nearness of the nearest; None where nothing is known of it."""
        return max(self._known_nearness(question, sentences), default=None)

    def _known_nearness(self, question: str, sentences: Sequence[str]) -> list[float]:
        """For each sentence; empty where nothing is known."""
        if self._embedder is None or not sentences:
            return []
        asked = self._queries.of(readable_text(question))
        sought = self._precedents.wording(asked, self._embedder)
        vectors = self._vectors(self._embedder, sentences) if sought is not None else None
        if sought is None or vectors is None:
            return []
        return [float(each) for each in vectors @ sought / self._embedder.spread]

    async def keep(self, catalogue: Catalogue, *, interval_s: float = 2.0) -> None:
        """Run for as long as the node does: embed what is published before somebody waits for it.

        It rests as long as it works, so that it never takes more than half of a core.
        """
        loop = asyncio.get_running_loop()
        seen: set[PassageId] = set()
        while self._embedder is not None:
            stored = catalogue.snapshot.stored
            for passage in stored:
                if passage.id not in seen and len(self._known) < _CAPACITY:
                    started = loop.time()
                    await asyncio.to_thread(self._remember, self._embedder, passage.text)
                    await asyncio.sleep(loop.time() - started)
            seen = {passage.id for passage in stored}
            await asyncio.sleep(interval_s)

    def _remember(self, embedder: Embedder, passage: str) -> None:
        self._vectors(embedder, [unit.text for unit in units_of(passage)])

    def _vectors(self, embedder: Embedder, sentences: Sequence[str]) -> NDArray[np.float32] | None:
        """One row a sentence; None when the embedder fails on those that are new."""
        with self._lock:
            found = {text: self._known[text] for text in sentences if text in self._known}
        absent = [text for text in dict.fromkeys(sentences) if text not in found]
        if absent:
            try:
                fresh = embedder.embed_passages(absent).astype(np.float16)
            except Exception as error:  # noqa: BLE001 - whatever a vendor raises, the words still choose what is quoted
                logger.warning("embedder %s fails on sentences: %s", embedder.name, error)
                return None
            found |= dict(zip(absent, fresh, strict=True))
        with self._lock:
            self._known |= found
            for text in found:
                self._known.move_to_end(text)
            while len(self._known) > _CAPACITY:
                self._known.popitem(last=False)
        return np.array([found[text] for text in sentences], dtype=np.float32)
