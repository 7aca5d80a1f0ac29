"""The index may be lost, damaged or wanted twice: answers go on and come back."""

import asyncio
import shutil
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
import pytest

from app.domain.errors import FolderInUse, IndexUnavailable
from app.domain.ids import PassageId
from app.knowledge.embedders import Embedder, UniversalSentenceEncoder, Vectors
from app.knowledge.index import PassageIndex, Shelf
from app.storage.database import Database
from tests.knowledge.base import SHOP, Base, article, open_base

Quick = tuple[Embedder, ...]
SHELF = Shelf(model="test", lang="ru", audience="public")


class CountingEncoder(UniversalSentenceEncoder):
    """Knows how many texts it was asked to embed for the index."""

    embedded = 0

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.embedded += len(texts)
        return super().embed_passages(texts)


@asynccontextmanager
async def kept(base: Base) -> AsyncGenerator[None]:
    """Meanwhile the base looks after itself."""
    task = asyncio.create_task(base.catalogue.keep(interval_s=0.05))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until_ready(base: Base) -> None:
    async with asyncio.timeout(20):
        while not base.catalogue.snapshot.ready:
            await asyncio.sleep(0.02)


def test_a_second_owner_of_a_folder_is_refused_with_the_way_out(tmp_path: Path) -> None:
    first = PassageIndex(tmp_path)
    first.open()
    with pytest.raises(FolderInUse, match="in use by another process"):
        PassageIndex(tmp_path).open()
    first.close()
    second = PassageIndex(tmp_path)
    second.open()
    second.close()


def test_vectors_are_found_by_cosine_and_gone_when_removed(tmp_path: Path) -> None:
    index = PassageIndex(tmp_path)
    index.open()
    vectors = np.eye(3, dtype=np.float32)
    ids = [PassageId("a"), PassageId("b"), PassageId("c")]
    index.put(SHELF, ids, vectors)
    assert index.nearest(SHELF, vectors[1], 1) == [("b", pytest.approx(1.0, abs=1e-4))]
    assert index.recalls(SHELF, vectors[2])
    index.remove(SHELF, [PassageId("b")])
    assert index.ids(SHELF) == {"a", "c"}
    assert index.absent(SHELF, ids) == {"b"}
    assert not index.recalls(SHELF, vectors[1])
    index.close()


def test_languages_and_audiences_are_collections_apart(tmp_path: Path) -> None:
    index = PassageIndex(tmp_path)
    index.open()
    index.put(SHELF, [PassageId("a")], np.eye(1, 3, dtype=np.float32))
    others = [
        Shelf(model="test", lang="en", audience="public"),
        Shelf(model="test", lang="ru", audience="operators"),
        Shelf(model="another", lang="ru", audience="public"),
    ]
    assert [index.ids(shelf) for shelf in others] == [set(), set(), set()]
    index.close()


def test_an_index_that_is_not_open_says_so(tmp_path: Path) -> None:
    with pytest.raises(IndexUnavailable):
        PassageIndex(tmp_path).ids(SHELF)


async def test_an_index_lost_between_starts_is_built_without_embedding_again(
    sqlite_database: Database, tmp_path: Path
) -> None:
    encoder = CountingEncoder()
    async with open_base(sqlite_database, tmp_path / "index", [encoder], SHOP) as base:
        await until_ready(base)
    shutil.rmtree(tmp_path / "index")
    encoder.embedded = 0
    async with open_base(sqlite_database, tmp_path / "index", [encoder]) as base:
        assert base.catalogue.snapshot.ready
        assert encoder.embedded == 0
        assert (await base.ids("во сколько привезёт курьер"))[0] == "courier"


async def test_an_index_whose_files_vanish_while_running_is_noticed_and_built_again(
    sqlite_database: Database, tmp_path: Path, quick: Quick
) -> None:
    async with open_base(sqlite_database, tmp_path / "index", quick, SHOP) as base, kept(base):
        for path in (tmp_path / "index" / "chroma").iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        assert (await base.ids("во сколько привезёт курьер"))[0] == "courier", "words answer meanwhile"
        await base.library.add([article("floor", "Подъём на этаж стоит 200 рублей.")])
        assert (await base.ids("подъём на этаж"))[0] == "floor"
        await base.catalogue.check()
        await until_ready(base)
        assert await base.catalogue.check()
        assert (await base.ids("во сколько привезёт курьер"))[0] == "courier"


async def test_an_index_that_lost_passages_silently_is_in_doubt_and_filled_again(
    sqlite_database: Database, tmp_path: Path, quick: Quick
) -> None:
    folder = tmp_path / "index"
    async with open_base(sqlite_database, folder, quick, SHOP):
        pass
    index = PassageIndex(folder)
    index.open()
    shelf = Shelf(model=quick[0].name, lang="ru", audience="public")
    lost = sorted(index.ids(shelf))[:2]
    index.remove(shelf, lost)
    index.close()
    async with open_base(sqlite_database, folder, quick) as base:
        assert await base.catalogue.check()
    index = PassageIndex(folder)
    index.open()
    assert not index.absent(shelf, lost)
    index.close()


async def test_files_that_killed_the_last_process_are_not_opened_again(
    sqlite_database: Database, tmp_path: Path, quick: Quick
) -> None:
    folder = tmp_path / "index"
    async with open_base(sqlite_database, folder, quick, SHOP):
        pass
    (folder / "opening").touch()  # what a process that died while opening leaves behind
    for path in (folder / "chroma").rglob("*.bin"):
        path.write_bytes(b"damaged" * 100)
    async with open_base(sqlite_database, folder, quick) as base:
        assert base.catalogue.snapshot.ready
        assert (await base.ids("во сколько привезёт курьер"))[0] == "courier"


async def test_another_nodes_change_is_taken_over(database: Database, tmp_path: Path, quick: Quick) -> None:
    async with (
        open_base(database, tmp_path / "one", quick, SHOP) as one,
        open_base(database, tmp_path / "two", quick) as two,
        kept(two),
    ):
        await one.library.unpublish("courier", "ru")
        await one.library.add([article("floor", "Подъём на этаж стоит 200 рублей.")])
        async with asyncio.timeout(20):
            while "floor" not in await two.ids("подъём на этаж"):
                await asyncio.sleep(0.05)
        assert "390 рублей" not in await two.texts("сколько стоит курьер")


async def test_an_embedder_that_fails_leaves_words_to_answer(
    sqlite_database: Database, tmp_path: Path
) -> None:
    class Broken(CountingEncoder):
        def embed_passages(self, texts: Sequence[str]) -> Vectors:
            if any("390" in text for text in texts):
                raise RuntimeError("out of memory")
            return super().embed_passages(texts)

    async with open_base(sqlite_database, tmp_path / "index", [Broken()], SHOP) as base:
        assert not base.catalogue.snapshot.ready
        assert (await base.ids("доставка курьером"))[0] == "courier"
