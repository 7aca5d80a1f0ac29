"""Which published passages are searched, and the health of their index; no editing and no ranking here."""

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from app.domain.errors import IndexUnavailable
from app.domain.ids import PassageId
from app.knowledge.embedders import Embedder, Vectors
from app.knowledge.finding.snapshot import Arranger, Snapshot
from app.knowledge.vectors import VectorStore
from app.storage import articles as sql
from app.storage.articles import StoredPassage
from app.storage.database import Connection, Database

_PUBLISH_PATIENCE_S = 3.0
_WORD_PACE = 100.0
"""An embedder slower than this a second is not asked for single words."""

_Outcome = Literal["sound", "late", "broken"]

logger = logging.getLogger(__name__)


class Catalogue:
    """Published passages, ready to be searched.

    Passage ids carry the article's version, so old and new vectors stand side by side in the index;
    which of them count is decided by the snapshot alone, which is switched by one assignment.
    """

    def __init__(self, database: Database, vectors: VectorStore) -> None:
        self.vectors = vectors
        self.word_embedder = next((each for each in vectors.embedders if each.pace >= _WORD_PACE), None)
        self._word_vectors: dict[str, Vectors] = {}
        self._arranger = Arranger()
        self._database = database
        self._changing = asyncio.Lock()
        self._mending = asyncio.Lock()
        self._has_doubts = asyncio.Event()
        self._is_open = False
        self.snapshot = self._arranger.arrange(-1, ())

    async def open(self, *, patience_s: float = 5.0) -> None:
        """Load what is published and bring the index in step; words are searched even if that fails.

        What embedding would take longer than `patience_s` is left to `keep`. IndexUnavailable only when
        another process owns the index's folder.
        """
        self._loop = asyncio.get_running_loop()
        await self.refresh()
        if self.vectors.embedders:
            await self.vectors.open()
            self._is_open = True
            await self.mend(patience_s=patience_s)

    async def close(self) -> None:
        """Let the index go."""
        if self._is_open:
            await self.vectors.close()
            self._is_open = False

    async def refresh(self) -> None:
        """Take over what another node published; nothing happens when nothing changed."""
        if await self._database.read(sql.knowledge_generation) != self.snapshot.generation:
            await self.switch()

    async def prepare(self, passages: Sequence[StoredPassage]) -> None:
        """Put new passages on their shelves, where no search counts them yet.

        An embedder that would take too long goes on in the background, and is not asked until it is done.
        """
        for embedder in self._ready():
            if await self.vectors.count_absent(embedder, passages) > _PUBLISH_PATIENCE_S * embedder.pace:
                self.doubt(embedder, "many new passages")
            else:
                await self._try(self.vectors.put, embedder, passages)

    async def switch(self) -> None:
        """Let searches see what SQL says is published now, and clear the index of what is not."""
        async with self._changing:
            before = {each.id: each for each in self.snapshot.stored}
            await self._load()
            now = {each.id: each for each in self.snapshot.stored}
            await self.prepare(_absent(now, before))
            for embedder in self._ready():
                await self._try(self.vectors.remove, embedder, _absent(before, now))

    def doubt(self, embedder: Embedder, reason: object) -> None:
        """Search without this embedder until its shelves were mended."""
        if embedder.name in self.snapshot.ready:
            logger.warning("searching without %s until its shelves are mended: %s", embedder.name, reason)
            self.snapshot = replace(self.snapshot, ready=self.snapshot.ready - {embedder.name})
        self._has_doubts.set()

    def doubt_from_thread(self, embedder: Embedder, reason: object) -> None:
        """`doubt`, said by a search on a worker thread."""
        self._loop.call_soon_threadsafe(self.doubt, embedder, reason)

    async def keep(self, *, interval_s: float = 2.0) -> None:
        """Run for as long as the node does: follow other nodes, mend the index when it is in doubt."""
        while True:
            try:
                async with asyncio.timeout(interval_s):
                    await self._has_doubts.wait()
            except TimeoutError:
                await self.refresh()
                continue
            if not await self.mend(patience_s=math.inf):
                await self.refresh()
                await asyncio.sleep(interval_s)

    async def check(self) -> bool:
        """Canary: whether the index finds a sample of its own passages; what does not is in doubt."""
        return all([await self._is_sound(embedder) for embedder in self._ready()])

    async def mend(self, *, patience_s: float = math.inf) -> bool:
        """Bring the index in step with SQL, anew from kept vectors where it cannot be trusted."""
        async with self._mending:
            if "broken" in await self._bring_all_in_step(patience_s):
                return await self._start_afresh(patience_s)
            return await self._settle()

    async def rebuild(self) -> bool:
        """Throw the index away and build it from the vectors kept in SQL."""
        async with self._mending:
            return await self._start_afresh(math.inf)

    async def _start_afresh(self, patience_s: float) -> bool:
        self.snapshot = replace(self.snapshot, ready=frozenset())
        self._has_doubts.set()
        try:
            async with self._changing:
                await self.vectors.start_afresh()
        except IndexUnavailable as error:
            logger.warning("the passage index cannot be built: %s", error)
            return False
        await self._bring_all_in_step(patience_s)
        return await self._settle()

    async def _settle(self) -> bool:
        """Whether every embedder may be asked again; the index has then been read and found sound."""
        is_whole = len(self.snapshot.ready) == len(self.vectors.embedders)
        if is_whole:
            self._has_doubts.clear()
        if self.snapshot.ready:
            await self.vectors.trust()
        return is_whole

    async def _bring_all_in_step(self, patience_s: float) -> list[_Outcome]:
        return [await self._bring_in_step(embedder, patience_s) for embedder in self._quickest_first()]

    async def _bring_in_step(
        self, embedder: Embedder, patience_s: float
    ) -> Literal["sound", "late", "broken"]:
        if not self._is_open:
            return "late"
        if await self.vectors.count_absent(embedder, self.snapshot.stored) > patience_s * embedder.pace:
            self._has_doubts.set()
            return "late"
        try:
            await self.vectors.embed(
                embedder, self.snapshot.stored
            )  # slow, and kept: a publication need not wait
        except IndexUnavailable as error:
            self.doubt(embedder, error)
            return "broken"
        async with self._changing:
            stored = self.snapshot.stored
            try:
                await self.vectors.fill(embedder, stored)
            except IndexUnavailable as error:
                self.doubt(embedder, error)
                return "broken"
            if not await self._is_sound(embedder):
                return "broken"
            self.snapshot = replace(self.snapshot, ready=self.snapshot.ready | {embedder.name})
            return "sound"

    async def _is_sound(self, embedder: Embedder) -> bool:
        try:
            if await self.vectors.recalls(embedder, self.snapshot.stored):
                return True
            self.doubt(embedder, "it does not find its own passages")
        except IndexUnavailable as error:
            self.doubt(embedder, error)
        return False

    async def _try(
        self,
        work: Callable[[Embedder, Sequence[StoredPassage]], Awaitable[None]],
        embedder: Embedder,
        passages: Sequence[StoredPassage],
    ) -> None:
        if passages:
            try:
                await work(embedder, passages)
            except IndexUnavailable as error:
                self.doubt(embedder, error)

    def _ready(self) -> list[Embedder]:
        return [each for each in self.vectors.embedders if each.name in self.snapshot.ready]

    def _quickest_first(self) -> list[Embedder]:
        return sorted(self.vectors.embedders, key=lambda each: -each.pace)

    async def _load(self) -> None:
        def load(connection: Connection) -> tuple[int, list[StoredPassage]]:
            return sql.knowledge_generation(connection), sql.all_passages(connection)

        generation, stored = await self._database.read(load)
        fresh = await asyncio.to_thread(self._arranger.arrange, generation, stored)
        fresh = await self._with_spaces(fresh)
        self.snapshot = replace(fresh, ready=self.snapshot.ready)

    async def _with_spaces(self, fresh: Snapshot) -> Snapshot:
        """Near words, where an embedder is quick enough to be asked for each word."""
        if self.word_embedder is None:
            return fresh
        words = {word for stems in fresh.words().values() for word in stems.values()}
        absent = sorted(words - self._word_vectors.keys())
        try:
            self._word_vectors |= await self.vectors.of_words(self.word_embedder, absent)
        except IndexUnavailable as error:
            logger.warning("near words stay unknown: %s", error)
        return await asyncio.to_thread(fresh.with_spaces, dict(self._word_vectors))


def _absent(
    these: Mapping[PassageId, StoredPassage], those: Mapping[PassageId, StoredPassage]
) -> list[StoredPassage]:
    return [passage for passage_id, passage in these.items() if passage_id not in those]
