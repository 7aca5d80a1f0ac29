"""The index of passage vectors in Chroma, embedded or by URL; disposable, and chromadb lives here alone.

SQL holds the passages and their vectors; whatever happens to this index, it is built again from there.
"""

import hashlib
import logging
import shutil
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, cast
from urllib.parse import urlsplit

import chromadb
import numpy as np
from chromadb.api import ClientAPI
from chromadb.api.models.Collection import Collection
from chromadb.config import Settings

from app.domain.errors import IndexUnavailable
from app.domain.ids import Language, PassageId
from app.knowledge.embedders import Vectors
from app.storage.articles import Audience
from app.storage.folder_lock import FolderLock

T = TypeVar("T")

_BATCH = 500
_CANARY_DISTANCE = 0.02

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Vectors of one embedder for the passages of one language and audience: a collection of its own.

    Collections, not filters: a metadata filter made queries ten to a hundred times slower.
    """

    model: str
    lang: Language
    audience: Audience

    @property
    def collection(self) -> str:
        """The collection's name: letters and digits whatever the model is called."""
        return f"p-{hashlib.sha256(self.model.encode()).hexdigest()[:12]}-{self.lang}-{self.audience}"


class PassageIndex:
    """Nearest passages by vector; blocking, safe to share between threads.

    `location` is a folder, which this process then owns alone, or the URL of a Chroma server.
    Every failure of Chroma is IndexUnavailable.
    """

    def __init__(self, location: Path | str) -> None:
        self._location = location
        self._lock: FolderLock | None = None
        self._client: ClientAPI | None = None
        self._collections: dict[Shelf, Collection] = {}
        self._guard = threading.Lock()

    def open(self) -> None:
        """Take the folder or reach the server; IndexUnavailable when another process has the folder.

        A damaged file can kill the process that reads it. So a mark stands in the folder until `trust`
        is called; finding it at the start means that the last one died, and the old files go.
        """
        if isinstance(self._location, Path):
            self._lock = FolderLock(self._location)
            if self._mark.exists():
                logger.warning("the passage index did not open last time, building it afresh")
                shutil.rmtree(self._files, ignore_errors=True)
            self._mark.touch()
        self._client = self._guarded(self._connect)

    def trust(self) -> None:
        """Say that the index was read and found sound."""
        if isinstance(self._location, Path):
            self._mark.unlink(missing_ok=True)

    def close(self) -> None:
        """Let the folder go."""
        self._disconnect()
        self.trust()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def start_afresh(self, shelves: Sequence[Shelf]) -> None:
        """Throw these collections away, and an embedded index's files with them."""
        with self._guard:
            self._collections.clear()
        if isinstance(self._location, Path):
            self._disconnect()
            shutil.rmtree(self._files, ignore_errors=True)
            self._client = self._guarded(self._connect)
            return
        client = self._guarded(self._connected)
        existing = {collection.name for collection in self._guarded(client.list_collections)}
        for shelf in shelves:
            if shelf.collection in existing:
                self._guarded(lambda name=shelf.collection: client.delete_collection(name))

    def put(self, shelf: Shelf, ids: Sequence[PassageId], vectors: Vectors) -> None:
        """Add passages, or replace those of the same id."""
        for start in range(0, len(ids), _BATCH):
            part = [str(passage_id) for passage_id in ids[start : start + _BATCH]]
            block = vectors[start : start + _BATCH]
            self._on(shelf, lambda found, part=part, block=block: found.upsert(ids=part, embeddings=block))

    def remove(self, shelf: Shelf, ids: Sequence[PassageId]) -> None:
        """Forget passages; unknown ids are no error."""
        for start in range(0, len(ids), _BATCH):
            part = [str(passage_id) for passage_id in ids[start : start + _BATCH]]
            self._on(shelf, lambda found, part=part: found.delete(ids=part))

    def ids(self, shelf: Shelf) -> set[PassageId]:
        """Every passage the collection holds."""
        return {PassageId(found) for found in self._on(shelf, lambda at: at.get(include=[]))["ids"]}

    def absent(self, shelf: Shelf, ids: Sequence[PassageId]) -> set[PassageId]:
        """Which of these passages the collection does not hold."""
        absent = set(ids)
        for start in range(0, len(ids), _BATCH):
            part = [str(passage_id) for passage_id in ids[start : start + _BATCH]]
            held = self._on(shelf, lambda found, part=part: found.get(ids=part, include=[]))
            absent -= {PassageId(found) for found in held["ids"]}
        return absent

    def nearest(self, shelf: Shelf, vector: Vectors, count: int) -> list[tuple[PassageId, float]]:
        """The passages with the highest cosine to `vector`, best first, with that cosine."""
        found = self._on(
            shelf,
            lambda at: at.query(query_embeddings=[vector], n_results=count, include=["distances"]),
        )
        distances = found["distances"] or [[]]
        return [
            (PassageId(passage_id), 1.0 - distance)
            for passage_id, distance in zip(found["ids"][0], distances[0], strict=True)
        ]

    def recalls(self, shelf: Shelf, vector: Vectors) -> bool:
        """Canary: does it find a vector that is in it? One that lost files answers wrongly, not loudly."""
        found = self.nearest(shelf, vector, 1)
        return bool(found) and found[0][1] > 1.0 - _CANARY_DISTANCE

    @property
    def _files(self) -> Path:
        return Path(self._location) / "chroma"

    @property
    def _mark(self) -> Path:
        return Path(self._location) / "opening"

    def _connect(self) -> ClientAPI:
        settings = Settings(anonymized_telemetry=False)
        if isinstance(self._location, Path):
            return chromadb.PersistentClient(path=self._files, settings=settings)
        url = urlsplit(self._location)
        is_secure = url.scheme == "https"
        return chromadb.HttpClient(
            host=url.hostname or "localhost",
            port=url.port or (443 if is_secure else 8000),
            ssl=is_secure,
            settings=settings,
        )

    def _disconnect(self) -> None:
        client, self._client = self._client, None
        with self._guard:
            self._collections.clear()
        close = cast(Callable[[], None] | None, getattr(client, "close", None))
        if close is not None:
            self._guarded(close)

    def _connected(self) -> ClientAPI:
        if self._client is None:
            raise IndexUnavailable("the passage index is not open")
        return self._client

    def _on(self, shelf: Shelf, work: Callable[[Collection], T]) -> T:
        def run() -> T:
            with self._guard:
                collection = self._collections.get(shelf)
            if collection is None:
                collection = self._connected().get_or_create_collection(
                    shelf.collection,
                    embedding_function=None,
                    configuration={"hnsw": {"space": "cosine", "ef_search": 128}},
                )
                with self._guard:
                    self._collections[shelf] = collection
            return work(collection)

        try:
            return self._guarded(run)
        except IndexUnavailable:
            with self._guard:
                self._collections.pop(shelf, None)
            raise

    @staticmethod
    def _guarded(work: Callable[[], T]) -> T:
        try:
            return work()
        except IndexUnavailable:
            raise
        except Exception as error:  # chromadb raises its own, its engine's and its client's errors alike
            raise IndexUnavailable(f"Chroma: {error}") from error


def to_bytes(vector: Vectors) -> bytes:
    """A vector as it is kept in SQL: float32, little endian."""
    return vector.astype("<f4").tobytes()


def from_bytes(kept: bytes) -> Vectors:
    """A kept vector, shape (dimensions,)."""
    return np.frombuffer(kept, dtype="<f4").astype(np.float32)
