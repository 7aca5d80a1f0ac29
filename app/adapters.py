"""What the settings name: the adapter behind each port, made once for `app.main`."""

import asyncio
import secrets
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import datetime

from app.assistant.ordering.codes import OneTimeCodes
from app.identity.keys import read_keys
from app.identity.tokens import IdentityTokens
from app.knowledge.embedders import Embedder, load_embedders
from app.llm.base import LanguageModel
from app.llm.breaker import Breaker
from app.llm.openai import Limits, OpenAIModel
from app.orders.demo_shop import DemoShop
from app.orders.gateway import OrderGateway
from app.orders.http import HttpOrders
from app.orders.mail import CodeMailer
from app.settings import Settings
from app.storage.database import Database
from app.storage.epoch import CODE_KEY, read_or_make
from app.tasks import Tasks

Clock = Callable[[], datetime]


async def embedders_of(settings: Settings) -> tuple[Embedder, ...]:
    """The embedders, read from their files in a thread."""
    return await asyncio.to_thread(
        load_embedders,
        settings.embedder,
        base_url=settings.openai_base_url,
        api_key=settings.openai_api_key.get_secret_value(),
        model=settings.embedder_model,
    )


def model_of(settings: Settings, stack: AsyncExitStack) -> LanguageModel | None:
    """The language model behind a breaker, closed with `stack`; None where the shop has none."""
    if not settings.has_model:
        return None
    limits = Limits(
        connect_s=settings.model_connect_s,
        first_token_s=settings.model_first_token_s,
        stall_s=settings.model_stall_s,
        total_s=settings.model_total_s,
    )
    endpoint = OpenAIModel(
        model=settings.model,
        api_key=settings.openai_api_key.get_secret_value(),
        base_url=settings.openai_base_url,
        limits=limits,
    )
    model = Breaker(endpoint, time.monotonic)
    stack.push_async_callback(model.aclose)
    return model


def orders_of(settings: Settings, database: Database, clock: Clock, stack: AsyncExitStack) -> OrderGateway:
    """The shop's order system, closed with `stack`; the demo shop where none is named."""
    if not settings.orders_url:
        return DemoShop(clock, database)
    http = HttpOrders(settings.orders_url, settings.orders_token.get_secret_value())
    stack.push_async_callback(http.aclose)
    return http


async def codes_of(settings: Settings, database: Database, clock: Clock, tasks: Tasks) -> OneTimeCodes | None:
    """One-time codes by mail, where the shop named a mail server."""
    url = settings.smtp_url.get_secret_value()
    if not url:
        return None
    made = secrets.token_hex(32)
    key = await database.write(lambda connection: read_or_make(connection, made, CODE_KEY))
    mailer = CodeMailer(url, settings.mail_from, {"ru": settings.shop_name_ru, "en": settings.shop_name_en})
    return OneTimeCodes(bytes.fromhex(key), mailer.send, clock, tasks.spawn)


def identity_of(settings: Settings, clock: Clock) -> IdentityTokens:
    """The reader of the tokens by which the shop's site vouches for its customers."""
    keys = read_keys(settings.identity_keys.get_secret_value())
    return IdentityTokens(keys, settings.identity_audience, clock)
