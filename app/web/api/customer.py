"""REST of the customer: a session, the long-poll fallback, help articles, the transcript."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from app.bus.base import Notice
from app.conversations.visitors import Visitor, Visitors
from app.domain import events as e
from app.domain.errors import Forbidden, NotFound, TooLarge, Unauthorized
from app.domain.ids import Language
from app.web import outgoing
from app.web.connection import SNAPSHOT_EVENTS, reset_of
from app.web.customer_session import CustomerSession, Reception
from app.web.download import transcript_text, zone_of
from app.web.identifying import Identification, IdentityState
from app.web.limits import Windows
from app.web.outgoing import ServerFrame
from app.web.protocol import FRAME_LIMIT
from app.web.queue_board import QueueBoard
from app.web.transcript import view_of

LONGEST_WAIT_S = 25.0


class Body(BaseModel):
    """Base of request bodies."""

    model_config = ConfigDict(frozen=True, extra="ignore")


def _whatever_came(token: object) -> object:
    """What a page passes for a token may be refused, but never keeps the chat from starting."""
    return token if isinstance(token, str) else "" if token is None else "not a text"


class SessionBody(Body):
    """A returning visitor brings the secret, a signed-in customer the shop's token."""

    secret: Annotated[str, Field(max_length=200)] = ""
    token: Annotated[str, BeforeValidator(_whatever_came)] = ""
    lang: Literal["ru", "en"] = "en"


class ShopAnswer(BaseModel):
    """The shop as the widget shows it."""

    name: dict[str, str]
    accent: str


class IdentifyBody(Body):
    """A token for the conversation that goes on."""

    token: str
    lang: Literal["ru", "en"] = "en"


class IdentifyAnswer(BaseModel):
    """The token was right, and good until then; `secret` is set when it is a new one from now on."""

    identity: Literal["verified"] = "verified"
    until: datetime | None
    secret: str = ""


class SessionAnswer(BaseModel):
    """Who the visitor is; `ticket` opens one websocket within 60 s.

    `secret` may be another one than was sent: of the same visitor or, with `is_another`, of a new one,
    because the token named another account.
    """

    secret: str
    customer: str
    conversation: str
    stream: str
    ticket: str
    shop: ShopAnswer
    identity: IdentityState
    identity_error: str = ""
    is_another: bool = False


class FramesAnswer(BaseModel):
    """Frames as a socket would have brought them."""

    frames: list[outgoing.ServerFrame]
    head: int | None = None
    ep: str | None = None


class HelpAnswer(BaseModel):
    """A published article of the help centre, body in Markdown."""

    id: str
    lang: str
    title: str
    body: str
    updated: str
    section: str = ""


FindArticle = Callable[[str, Language], Awaitable[HelpAnswer]]
ListArticles = Callable[[Language, str], Awaitable[Sequence[HelpAnswer]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """What the customer's REST needs; `origins` are our own, where the widget's frame lives."""

    reception: Reception
    visitors: Visitors
    identification: Identification
    board: QueueBoard
    starts: Windows
    epoch: str
    shop: ShopAnswer
    origins: frozenset[str]
    find_article: FindArticle
    list_articles: ListArticles


def router(counter: Counter) -> APIRouter:
    """Routes under /api/v1 for customers."""
    routes = APIRouter(prefix="/api/v1", tags=["customer"])

    def own_page(request: Request) -> None:
        origin = request.headers.get("origin")
        if origin is not None and origin not in counter.origins:
            raise Forbidden

    async def visitor(authorization: Annotated[str, Header(max_length=300)] = "") -> Visitor:
        scheme, _, secret = authorization.partition(" ")
        if scheme.lower() != "bearer" or not secret:
            raise Unauthorized
        return await counter.visitors.recognise(secret)

    @routes.post("/session", dependencies=[Depends(own_page)])
    async def session(body: SessionBody, request: Request) -> SessionAnswer:
        return await _session(counter, body, request)

    @routes.post("/identify", dependencies=[Depends(own_page)])
    async def identify(body: IdentifyBody, who: Annotated[Visitor, Depends(visitor)]) -> IdentifyAnswer:
        identified = await counter.identification.identify(who, body.token, body.lang)
        return IdentifyAnswer(until=identified.until, secret=identified.visitor.secret)

    @routes.post("/send", dependencies=[Depends(own_page)])
    async def send(
        request: Request, who: Annotated[Visitor, Depends(visitor)], lang: Literal["ru", "en"] = "en"
    ) -> Response:
        raw = await _body(request)
        talk = CustomerSession(who, lang, counter.reception)
        await talk.start()
        received = await talk.receive(raw)
        return _json(FramesAnswer(frames=list(received.frames)))

    @routes.get("/events")
    async def events(
        who: Annotated[Visitor, Depends(visitor)],
        after: Annotated[int, Query(ge=0)] = 0,
        ep: Annotated[str, Query(max_length=64)] = "",
        wait: Annotated[float, Query(ge=0, le=LONGEST_WAIT_S)] = 0.0,
        lang: Literal["ru", "en"] = "en",
    ) -> Response:
        talk = CustomerSession(who, lang, counter.reception)
        await talk.start()
        return _json(await _events(counter, who, talk.stream, after, ep, wait))

    @routes.get("/transcript")
    async def transcript(
        who: Annotated[Visitor, Depends(visitor)],
        format: Literal["txt", "json"] = "txt",
        lang: Literal["ru", "en"] = "en",
        tz: Annotated[str, Query(max_length=64)] = "UTC",
    ) -> Response:
        recorded = await counter.reception.conversations.read(f"conv:{who.conversation_id}")
        return _transcript(counter, recorded, format, lang, tz)

    @routes.get("/help")
    async def articles(
        lang: Literal["ru", "en"] = "en", q: Annotated[str, Query(max_length=200)] = ""
    ) -> dict[str, list[dict[str, str]]]:
        found = await counter.list_articles(lang, q)
        return {"articles": [article.model_dump(exclude={"body"}) for article in found]}

    @routes.get("/help/{article_id}")
    async def article(article_id: str, lang: Literal["ru", "en"] = "en") -> HelpAnswer:
        return await counter.find_article(article_id, lang)

    return routes


async def _session(counter: Counter, body: SessionBody, request: Request) -> SessionAnswer:
    async def welcome() -> Visitor:
        counter.starts.spend(request.client.host if request.client else "")
        return await counter.visitors.welcome(body.lang)

    who = await _returning(counter, body.secret) if body.secret else await welcome()
    identified = await counter.identification.at_start(who, body.token, body.lang, welcome)
    who = identified.visitor
    return SessionAnswer(
        secret=who.secret,
        customer=who.customer_id,
        conversation=who.conversation_id,
        stream=f"conv:{who.conversation_id}",
        ticket=await counter.visitors.issue_ticket(who.customer_id),
        shop=counter.shop,
        identity=identified.identity,
        identity_error=identified.refusal,
        is_another=identified.is_another,
    )


async def _returning(counter: Counter, secret: str) -> Visitor:
    found = await counter.visitors.recognise(secret)
    return Visitor(customer_id=found.customer_id, conversation_id=found.conversation_id, secret=secret)


async def _body(request: Request) -> bytes:
    raw = b""
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > FRAME_LIMIT:
            raise TooLarge
    return raw


def _json(answer: FramesAnswer) -> Response:
    return Response(answer.model_dump_json(exclude_none=True), media_type="application/json")


async def _events(
    counter: Counter, who: Visitor, stream: str, after: int, ep: str, wait: float
) -> FramesAnswer:
    arrived = asyncio.Event()
    passing: list[ServerFrame] = []

    def on_notice(notice: Notice) -> None:
        if notice.head is None:
            if notice.audience in ("", "customer") and notice.frame.get("t") in ("queue", "typing"):
                passing.append(ServerFrame.model_validate(notice.frame))
                arrived.set()
        elif notice.head > after:
            arrived.set()

    conversations = counter.reception.conversations
    unsubscribe = counter.reception.bus.subscribe(stream, on_notice)
    try:
        head = await conversations.head(stream)
        is_lost = ep != counter.epoch or after > head or head - after > SNAPSHOT_EVENTS or after == 0
        if head <= after and wait and not is_lost:
            try:
                async with asyncio.timeout(wait):
                    await arrived.wait()
            except TimeoutError:
                pass
        start = max(0, head - SNAPSHOT_EVENTS) if is_lost else after
        recorded = await conversations.read(stream, start)
    finally:
        unsubscribe()
    place = counter.board.place_of(who.conversation_id)
    if place is not None and not any(frame.t == "queue" for frame in passing):
        passing.append(ServerFrame(t="queue", s=stream, d=place))
    if is_lost:
        reset = reset_of(stream, counter.epoch, recorded, head, "customer", has_more=start > 0)
        frames = [ServerFrame(t="reset", s=stream, ep=counter.epoch, d=reset)]
    else:
        frames = [_event(stream, counter.epoch, entry) for entry in recorded]
    last = recorded[-1].seq if recorded else head
    return FramesAnswer(frames=[*frames, *passing], head=last, ep=counter.epoch)


def _event(stream: str, epoch: str, entry: e.Recorded) -> ServerFrame:
    view = view_of(entry.event, "customer")
    return ServerFrame(t="ev", s=stream, ep=epoch, seq=entry.seq, ts=entry.at, d=view)


def _transcript(
    counter: Counter, recorded: Sequence[e.Recorded], kind: Literal["txt", "json"], lang: Language, zone: str
) -> Response:
    if not recorded:
        raise NotFound
    headers = {"Content-Disposition": f'attachment; filename="conversation.{kind}"'}
    if kind == "json":
        views = [
            {"seq": r.seq, "ts": r.at.isoformat(), **view_of(r.event, "customer").model_dump(mode="json")}
            for r in recorded
        ]
        return JSONResponse({"events": views}, headers=headers)
    text = transcript_text(recorded, lang, counter.shop.name[lang], zone_of(zone))
    return PlainTextResponse(text, headers=headers)
