"""The web edge of a built house: every router with the rooms it needs, and the node's own background work."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from fastapi import FastAPI

from app.domain.errors import NotFound, SupportError
from app.domain.ids import Language, OperatorId
from app.main import Services, utc_now
from app.reports.replays import Replays
from app.reports.reports import Reports
from app.storage.epoch import read_epoch
from app.storage.waits import read_recent
from app.web import health, outgoing, pages, sockets
from app.web.api import account, articles, customer, desk, policy, reports
from app.web.auth import OperatorGate
from app.web.customer_session import Reception
from app.web.hub import Hub
from app.web.identifying import Identification
from app.web.limits import Windows
from app.web.operator_session import DESK_ROLES, Desk
from app.web.queue_board import QueueBoard
from app.web.site import create_site

WAITS_SINCE = timedelta(hours=24)
HOUR_S = 3_600.0
FRAMES_PER_MESSAGE = 5
REPLAYS_PER_10_MIN = 30
OPERATOR_FRAMES = 300
"""Frames of one operator in 10 s, over all their tabs: typing, reading and several conversations included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """The site and what has to run beside it: `hub.run()`, `board.run()`, the sweep."""

    site: FastAPI
    hub: Hub
    board: QueueBoard


def create_edge(services: Services) -> Edge:
    """The site of `services`, not yet serving."""
    settings = services.settings
    origins = frozenset(settings.origins)
    hub = Hub(services.bus, limit=settings.sockets_limit, per_owner=settings.sockets_per_customer)
    board = QueueBoard(
        services.conversations,
        services.bus,
        lambda: _recent_waits(services),
        lambda: _count_online(services),
        promised_s=settings.wait_promise_min * 60,
    )
    gate = OperatorGate(services.sessions, origins, is_secure=settings.origins[0].startswith("https://"))
    doors = _doors(services, hub, board, gate, origins)
    counter = _counter(services, board, doors.reception, origins)
    site = create_site(
        [
            health.router(
                {"database": lambda: _database_answers(services), "bus": lambda: _is_bus_healthy(services)},
                frozenset({"database"}),
                is_draining=lambda: hub.is_draining,
            ),
            sockets.router(doors),
            customer.router(counter),
            account.router(services.accounts, gate, services.presence),
            desk.router(services.conversations, gate),
            articles.router(
                services.library, services.unanswered, gate, lambda text, lang: _preview(services, text, lang)
            ),
            reports.router(Reports(services.database, utc_now), gate),
            policy.router(
                services.policies,
                Replays(services.database, utc_now),
                gate,
                Windows(REPLAYS_PER_10_MIN, 600.0, time.monotonic),
            ),
            pages.router(settings.origins, settings.shop_sites),
        ]
    )
    return Edge(site=site, hub=hub, board=board)


def _doors(
    services: Services, hub: Hub, board: QueueBoard, gate: OperatorGate, origins: frozenset[str]
) -> sockets.Doors:
    settings = services.settings
    reception = Reception(
        conversations=services.conversations,
        assistant=services.assistant,
        bus=services.bus,
        messages=Windows(settings.message_limit_10s, 10.0, time.monotonic),
        frames=Windows(settings.message_limit_10s * FRAMES_PER_MESSAGE, 10.0, time.monotonic),
        clock=utc_now,
    )
    desk_room = Desk(
        conversations=services.conversations,
        assistant=services.assistant,
        bus=services.bus,
        presence=services.presence,
        colleague_name=lambda operator_id: _colleague_name(services, operator_id),
        capacity=settings.operator_capacity,
        frames=Windows(OPERATOR_FRAMES, 10.0, time.monotonic),
    )
    return sockets.Doors(
        hub=hub,
        reception=reception,
        desk=desk_room,
        visitors=services.visitors,
        gate=gate,
        board=board,
        colleagues=lambda: _colleagues(services),
        origins=origins,
        epoch=services.epoch,
    )


def _counter(
    services: Services, board: QueueBoard, reception: Reception, origins: frozenset[str]
) -> customer.Counter:
    settings = services.settings

    async def find_article(article_id: str, lang: Language) -> customer.HelpAnswer:
        found = await services.library.read(article_id, lang)
        return customer.HelpAnswer(
            id=found.id,
            lang=found.lang,
            title=found.title,
            body=found.body,
            updated=found.published_at.date().isoformat(),
        )

    async def list_articles(lang: Language, words: str) -> Sequence[customer.HelpAnswer]:
        found = await services.library.list(lang=lang, status="published", words=words)
        return [
            customer.HelpAnswer(
                id=article.id,
                lang=article.lang,
                title=article.title,
                body="",
                updated=article.updated_at.date().isoformat(),
                section=article.section,
            )
            for article in found
            if article.audience == "public"
        ]

    return customer.Counter(
        reception=reception,
        visitors=services.visitors,
        identification=Identification(services.identity, services.visitors, reception),
        board=board,
        starts=Windows(settings.conversations_per_hour, HOUR_S, time.monotonic),
        epoch=services.epoch,
        shop=customer.ShopAnswer(
            name={"ru": settings.shop_name_ru, "en": settings.shop_name_en}, accent=settings.accent
        ),
        origins=origins,
        find_article=find_article,
        list_articles=list_articles,
    )


async def _preview(services: Services, text: str, lang: Language) -> articles.AnswerPreview:
    reply, retrieval = await services.pipeline.preview(text, lang)
    return articles.AnswerPreview(
        text=reply.text if reply is not None else None,
        citations=reply.citations if reply is not None else (),
        passages=retrieval.passages,
        confidence=retrieval.confidence,
    )


async def _recent_waits(services: Services) -> Sequence[float]:
    since = utc_now() - WAITS_SINCE
    return await services.database.read(lambda connection: read_recent(connection, since))


async def _count_online(services: Services) -> int:
    return len(await services.presence.online())


async def _colleagues(services: Services) -> list[outgoing.Me]:
    statuses = await services.presence.statuses()
    return [
        outgoing.Me(
            id=operator.id,
            name=operator.name,
            role=operator.role,
            status=statuses.get(operator.id, "offline"),
        )
        for operator in await services.accounts.list()
        if operator.is_active
    ]


async def _colleague_name(services: Services, operator_id: OperatorId) -> str:
    operator = await services.accounts.get(operator_id)
    if not operator.is_active or operator.role not in DESK_ROLES:
        raise NotFound
    return operator.name


async def _database_answers(services: Services) -> bool:
    try:
        return await services.database.read(read_epoch) == services.epoch
    except SupportError:
        return False


async def _is_bus_healthy(services: Services) -> bool:
    return services.bus.is_healthy
