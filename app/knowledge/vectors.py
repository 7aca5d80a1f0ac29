"""Passages' vectors: embedded once, kept in SQL by content, brought onto the index's shelves from there."""

import asyncio
from collections.abc import Mapping, Sequence

import numpy as np

from app.domain.errors import IndexUnavailable
from app.domain.ids import LANGUAGES, Language, PassageId
from app.knowledge.chunking import embedded_text, text_hash
from app.knowledge.embedders import Embedder, Vectors
from app.knowledge.index import PassageIndex, Shelf, from_bytes, to_bytes
from app.storage import articles as sql
from app.storage.articles import AUDIENCES, Audience, StoredPassage
from app.storage.database import Connection, Database

_CANARIES = 5
_EMBED_BATCH = 128


class EmbedderUnavailable(IndexUnavailable):
    """The embedder does not embed: the index is sound, but cannot grow."""


class VectorStore:
    """The passages' side of the index: every coroutine may raise IndexUnavailable."""

    def __init__(self, database: Database, index: PassageIndex, embedders: Sequence[Embedder]) -> None:
        self.embedders = tuple(embedders)
        self._database = database
        self._index = index

    async def open(self) -> None:
        """Take the index's folder or reach its server."""
        await asyncio.to_thread(self._index.open)

    async def close(self) -> None:
        """Let the index go."""
        await asyncio.to_thread(self._index.close)

    async def trust(self) -> None:
        """Say that the index was found sound."""
        await asyncio.to_thread(self._index.trust)

    async def start_afresh(self) -> None:
        """Throw every shelf away."""
        shelves = [shelf for embedder in self.embedders for shelf in _shelves(embedder)]
        await asyncio.to_thread(self._index.start_afresh, shelves)

    async def count_absent(self, embedder: Embedder, passages: Sequence[StoredPassage]) -> int:
        """How many of these passages have no vector in SQL yet."""
        hashes = {passage.text_hash for passage in passages}
        kept = await self._database.read(
            lambda connection: sql.find_embeddings(connection, embedder.name, hashes)
        )
        return len(hashes) - len(kept)

    async def of_words(self, embedder: Embedder, words: Sequence[str]) -> dict[str, Vectors]:
        """Vectors of single words, kept in SQL like those of passages."""
        vectors = await self._embedded(embedder, {text_hash(word): word for word in words})
        return {word: vectors[text_hash(word)] for word in words}

    async def embed(self, embedder: Embedder, passages: Sequence[StoredPassage]) -> None:
        """See that the vectors of these passages are kept in SQL."""
        await self._vectors(embedder, passages)

    async def put(self, embedder: Embedder, passages: Sequence[StoredPassage]) -> None:
        """See that these passages stand on their shelves."""
        for shelf, group in _by_shelf(embedder, passages).items():
            ids = [passage.id for passage in group]
            absent = await asyncio.to_thread(self._index.absent, shelf, ids)
            new = [passage for passage in group if passage.id in absent]
            if new:
                vectors = await self._vectors(embedder, new)
                await asyncio.to_thread(self._index.put, shelf, [passage.id for passage in new], vectors)

    async def remove(self, embedder: Embedder, passages: Sequence[StoredPassage]) -> None:
        """Take these passages off their shelves."""
        for shelf, group in _by_shelf(embedder, passages).items():
            if group:
                await asyncio.to_thread(self._index.remove, shelf, [passage.id for passage in group])

    async def fill(self, embedder: Embedder, passages: Sequence[StoredPassage]) -> None:
        """Let exactly these passages stand on the shelves; a sound index costs no embedding."""
        await self.put(embedder, passages)
        for shelf, group in _by_shelf(embedder, passages).items():
            surplus = await asyncio.to_thread(self._index.ids, shelf)
            surplus -= {passage.id for passage in group}
            if surplus:
                await asyncio.to_thread(self._index.remove, shelf, sorted(surplus))

    async def recalls(self, embedder: Embedder, passages: Sequence[StoredPassage]) -> bool:
        """Whether the index finds a sample of these passages by their own vectors."""
        sample = passages[:: max(1, len(passages) // _CANARIES)]
        vectors = await self._vectors(embedder, sample)
        for passage, vector in zip(sample, vectors, strict=True):
            shelf = Shelf(model=embedder.name, lang=passage.lang, audience=passage.audience)
            if not await asyncio.to_thread(self._index.recalls, shelf, vector):
                return False
        return True

    def nearest(
        self, embedder: Embedder, vector: Vectors, *, lang: Language, audience: Audience, count: int
    ) -> list[tuple[PassageId, float]]:
        """What a reader of this audience may find nearest to `vector`, with cosines, best first; blocking."""
        found: list[tuple[PassageId, float]] = []
        for shelf in _shelves(embedder):
            if shelf.lang == lang and shelf.audience in {"public", audience}:
                found += self._index.nearest(shelf, vector, count)
        return sorted(found, key=lambda each: -each[1])[:count]

    async def _vectors(self, embedder: Embedder, passages: Sequence[StoredPassage]) -> Vectors:
        texts = {each.text_hash: embedded_text(each.title, each.heading, each.text) for each in passages}
        vectors = await self._embedded(embedder, texts)
        if not passages:
            return np.zeros((0, embedder.dimensions), dtype=np.float32)
        return np.stack([vectors[passage.text_hash] for passage in passages])

    async def _embedded(self, embedder: Embedder, texts: Mapping[str, str]) -> dict[str, Vectors]:
        def known(connection: Connection) -> dict[str, bytes]:
            return sql.find_embeddings(connection, embedder.name, texts)

        kept = await self._database.read(known)
        absent = [each for each in texts if each not in kept]
        for start in range(0, len(absent), _EMBED_BATCH):
            part = absent[start : start + _EMBED_BATCH]
            kept |= await self._embed(embedder, {each: texts[each] for each in part})
        return {each: from_bytes(vector) for each, vector in kept.items()}

    async def _embed(self, embedder: Embedder, texts: dict[str, str]) -> dict[str, bytes]:
        try:
            vectors = await asyncio.to_thread(embedder.embed_passages, list(texts.values()))
        except Exception as error:
            raise EmbedderUnavailable(f"embedder {embedder.name}: {error}") from error
        new = {text_hash: to_bytes(vector) for text_hash, vector in zip(texts, vectors, strict=True)}
        await self._database.write(lambda connection: sql.keep_embeddings(connection, embedder.name, new))
        return new


def _shelves(embedder: Embedder) -> list[Shelf]:
    return [
        Shelf(model=embedder.name, lang=lang, audience=audience)
        for lang in LANGUAGES
        for audience in AUDIENCES
    ]


def _by_shelf(embedder: Embedder, passages: Sequence[StoredPassage]) -> dict[Shelf, list[StoredPassage]]:
    groups: dict[Shelf, list[StoredPassage]] = {shelf: [] for shelf in _shelves(embedder)}
    for passage in passages:
        groups[Shelf(model=embedder.name, lang=passage.lang, audience=passage.audience)].append(passage)
    return groups
