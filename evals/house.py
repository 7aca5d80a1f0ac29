"""The product as the suites use it: built by `build(settings)` on temporary folders, shared by a run."""

import asyncio
import os
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt
from pydantic import SecretStr

from app.domain.ids import ArticleId, ProposalId
from app.domain.order_changes import OrderChange, Variant
from app.domain.orders import IdentityClaim, Order
from app.knowledge.embedders import SLOW_PACE, Embedder, load_embedders, untuned
from app.llm.base import LanguageModel
from app.main import Given, Services, build, seed_folder, utc_now
from app.orders.demo_shop import DemoShop
from app.orders.gateway import OrderGateway
from app.settings import Settings
from app.storage.articles import Article
from evals.rows import ArticleRow, read_rows

Llm = Literal["offline", "openai"]
Vectors = npt.NDArray[np.float32]

_CORES = os.cpu_count() or 1


def tell(text: str) -> None:
    """Say how far a run has come, on standard error."""
    print(text, file=sys.stderr, flush=True)


class NoModel(Exception):
    """A model was wanted and the settings name none."""


class WatchedOrders:
    """An order gateway that logs what was asked of it; `store` may be changed between chats."""

    def __init__(self, store: OrderGateway) -> None:
        self.store = store
        self.asked: list[str] = []
        self.found: list[Order] = []

    async def prove(self, claim: IdentityClaim) -> str | None:
        """See the port."""
        self.asked.append("prove")
        return await self.store.prove(claim)

    async def find_order(self, account: str, order: str) -> Order | None:
        """See the port."""
        self.asked.append("find_order")
        found = await self.store.find_order(account, order)
        self.found.extend([found] if found else [])
        return found

    async def orders_of(self, account: str) -> tuple[Order, ...]:
        """See the port."""
        self.asked.append("orders_of")
        found = await self.store.orders_of(account)
        self.found.extend(found)
        return found

    async def variants_of(self, account: str, order: str, item: str) -> tuple[Variant, ...]:
        """See the port."""
        self.asked.append("variants_of")
        return await self.store.variants_of(account, order, item)

    async def change(self, account: str, change: OrderChange, *, version: str, key: ProposalId) -> Order:
        """See the port."""
        self.asked.append("change")
        return await self.store.change(account, change, version=version, key=key)

    async def find_change(self, account: str, order: str, key: ProposalId) -> Order | None:
        """See the port."""
        self.asked.append("find_change")
        return await self.store.find_change(account, order, key)

    def forget(self) -> None:
        """Begin the log anew."""
        self.asked.clear()
        self.found.clear()


class VectorMemory:
    """Another embedder whose vectors are kept for the run: a second house is quick.

    A slow one embeds passages on every core: nobody is being served meanwhile.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.name = embedder.name
        self.dimensions = embedder.dimensions
        self.spread = embedder.spread
        self.pace = embedder.pace
        self._pool = ThreadPoolExecutor(_CORES)
        self._known: dict[str, Vectors] = {}
        self._asked: dict[str, Vectors] = {}

    @cached_property
    def untuned(self) -> "VectorMemory":
        """See the port."""
        inner = untuned(self._embedder)
        return self if inner is self._embedder else VectorMemory(inner)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """See the port."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        shares = [new[start::_CORES] for start in range(_CORES)] if self.pace < SLOW_PACE else [new]
        for share, vectors in zip(shares, self._pool.map(self._embedder.embed_passages, shares), strict=True):
            self._known.update(zip(share, vectors, strict=True))
        return np.stack([self._known[text] for text in texts]) if texts else self._embedder.embed_passages([])

    def embed_query(self, text: str) -> Vectors:
        """See the port."""
        if text not in self._asked:
            self._asked[text] = self._embedder.embed_query(text)
        return self._asked[text]


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The product, running, and its order gateway."""

    services: Services
    orders: WatchedOrders


@dataclass(slots=True, kw_only=True)
class Houses:
    """Opens houses and keeps them until the run ends: same articles and model, same house.

    `articles` None is the demo shop's help centre. Raises BadRow for a malformed articles file, NoModel when
    `llm` is openai and the settings name no endpoint.
    """

    llm: Llm
    stack: AsyncExitStack
    articles: Path | None = None
    _open: dict[str, House] = field(default_factory=dict[str, House])
    _embedders: tuple[Embedder, ...] | None = None

    async def any(self) -> House:
        """A house whatever its articles: for what needs none. Without `articles` a new one is empty."""
        for house in self._open.values():
            return house
        return await (self.furnished() if self.articles else self._keep("", articles=()))

    async def furnished(self, model: LanguageModel | None = None) -> House:
        """The house with the run's articles, written for by `model` (the settings' when None)."""
        return await self._keep(
            f"articles:{model.name if model else ''}", articles=self._article_rows(), model=model
        )

    async def _keep(
        self, key: str, *, articles: Sequence[ArticleRow] | None, model: LanguageModel | None = None
    ) -> House:
        if key not in self._open:
            self._open[key] = await self._build(articles, model)
        return self._open[key]

    def _article_rows(self) -> list[ArticleRow] | None:
        return None if self.articles is None else read_rows(self.articles, ArticleRow)

    async def _build(self, articles: Sequence[ArticleRow] | None, model: LanguageModel | None) -> House:
        folder = self.stack.enter_context(tempfile.TemporaryDirectory(prefix="zabota-evals-"))
        settings = _settings(Path(folder), self.llm)
        orders = WatchedOrders(DemoShop(utc_now))
        given = Given(model=model, orders=orders, embedders=await self._loaded(settings))
        tell("building the product and its index")
        services = await self.stack.enter_async_context(build(settings, given))
        if articles is None:
            await services.library.seed(seed_folder())
        elif articles:
            await services.library.add([_article(row) for row in articles])
        await services.catalogue.mend()
        return House(services=services, orders=orders)

    async def _loaded(self, settings: Settings) -> tuple[Embedder, ...]:
        if self._embedders is None:
            loaded = await asyncio.to_thread(
                load_embedders,
                settings.embedder,
                base_url=settings.openai_base_url,
                api_key=settings.openai_api_key.get_secret_value(),
                model=settings.embedder_model,
            )
            self._embedders = tuple(VectorMemory(embedder) for embedder in loaded)
        return self._embedders


def _settings(folder: Path, llm: Llm) -> Settings:
    """The environment's settings on one laptop: SQLite, Chroma and the bus in `folder`."""
    settings = Settings(folder=folder, typing_hold_s=0).model_copy(
        update={"database_url": "", "bus_url": "", "chroma_url": "", "orders_url": ""}
    )
    if llm == "offline":
        return settings.model_copy(update={"openai_api_key": SecretStr(""), "openai_base_url": ""})
    if not settings.has_model:
        raise NoModel("--llm openai needs OPENAI_API_KEY or OPENAI_BASE_URL")
    return settings


def _article(row: ArticleRow) -> Article:
    return Article(
        id=ArticleId(row.id),
        lang=row.lang,
        title=row.title,
        section="help",
        body=row.body,
        updated_at=datetime.now(UTC),
        status="published",
    )
