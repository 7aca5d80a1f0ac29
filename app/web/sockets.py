"""Websocket endpoints: who is it, are they welcome, where did they stop; then the hub takes over."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.websockets import WebSocket, WebSocketDisconnect

from app.conversations.door import INBOX, public_stream
from app.conversations.visitors import Visitor, Visitors
from app.domain.errors import SupportError, Unauthorized
from app.operators.sessions import Session
from app.web import incoming, outgoing, protocol
from app.web.auth import OperatorGate
from app.web.connection import Connection
from app.web.customer_session import CustomerSession, Reception
from app.web.frames import parse
from app.web.hub import PING_S, Goodbye, Hub, Live, StillWelcome, close
from app.web.operator_session import DESK_ROLES, Desk, OperatorSession
from app.web.outgoing import ServerFrame
from app.web.protocol import CloseCode
from app.web.queue_board import QueueBoard
from app.web.renewal import RenewalWatch
from app.web.transcript import entry_view
from app.web.words import disclosure_text

HELLO_TIMEOUT_S = 5.0
ABUSE_LIMIT = 100
"""Ten malformed frames, or a hundred that came too fast: no client of ours does so."""

Colleagues = Callable[[], Awaitable[list[outgoing.Me]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """What the endpoints need; `origins` are exact, `epoch` is the log's random id."""

    hub: Hub
    reception: Reception
    desk: Desk
    visitors: Visitors
    gate: OperatorGate
    board: QueueBoard
    colleagues: Colleagues
    origins: frozenset[str]
    epoch: str


def router(doors: Doors) -> APIRouter:
    """The two websocket routes."""
    routes = APIRouter()
    routes.add_api_websocket_route("/ws/v1/customer", _guarded(doors, _customer), name="customer")
    routes.add_api_websocket_route("/ws/v1/operator", _guarded(doors, _operator), name="operator")
    return routes


def _guarded(
    doors: Doors, endpoint: Callable[[Doors, WebSocket], Awaitable[None]]
) -> Callable[[WebSocket], Awaitable[None]]:
    async def guarded(websocket: WebSocket) -> None:
        is_known = websocket.headers.get("origin") in doors.origins
        if not is_known or protocol.SUBPROTOCOL not in websocket.scope.get("subprotocols", ()):
            await websocket.close(CloseCode.FORBIDDEN)
            return
        await websocket.accept(subprotocol=protocol.SUBPROTOCOL)
        try:
            await endpoint(doors, websocket)
        except Goodbye as goodbye:
            await close(websocket, goodbye.code)
        except SupportError as error:
            is_denied = isinstance(error, Unauthorized)
            await close(websocket, CloseCode.UNAUTHENTICATED if is_denied else CloseCode.OVERLOADED)
        except WebSocketDisconnect:
            return

    return guarded


async def _hello(websocket: WebSocket) -> incoming.Hello:
    try:
        async with asyncio.timeout(HELLO_TIMEOUT_S):
            _, payload = parse(await websocket.receive_text(), {"hello": incoming.Hello})
    except (TimeoutError, SupportError, KeyError):
        raise Goodbye(CloseCode.UNAUTHENTICATED) from None
    assert isinstance(payload, incoming.Hello)
    if protocol.VERSION not in payload.v:
        raise Goodbye(CloseCode.VERSION)
    return payload


async def _customer(doors: Doors, websocket: WebSocket) -> None:
    """Whoever renews the visitor's secret meanwhile ends this socket, even while it opens."""
    with closing(RenewalWatch(doors.reception.bus)) as renewals:
        await _serve_customer(doors, websocket, renewals)


async def _serve_customer(doors: Doors, websocket: WebSocket, renewals: RenewalWatch) -> None:
    hello = await _hello(websocket)
    customer_id = await doors.visitors.redeem_ticket(hello.ticket)
    doors.hub.require_room(customer_id)
    visitor = Visitor(
        customer_id=customer_id, conversation_id=await doors.visitors.conversation_of(customer_id)
    )
    session = CustomerSession(visitor, hello.lang, doors.reception)
    is_verified = await session.start()
    conversations = doors.reception.conversations
    connection = Connection(conversations, doors.reception.bus, "customer", doors.epoch, websocket.send_text)
    live = Live(websocket, connection, owner=customer_id, kind="customer")
    renewals.guard(live)
    stream = session.stream
    welcome = outgoing.Welcome(
        conn=secrets.token_hex(8),
        ping_ms=int(PING_S * 1_000),
        limits=outgoing.Limits(messages_per_10s=doors.reception.messages.limit),
        streams={stream: outgoing.Head(head=await conversations.head(stream), ep=doors.epoch)},
        disclosure=outgoing.Disclosure(text=disclosure_text(hello.lang), lang=hello.lang),
        customer=outgoing.CustomerCard(verified=is_verified),
    )
    position = hello.streams.get(stream, incoming.Position())
    abuse = 0

    async def receive(raw: str | bytes) -> None:
        nonlocal abuse
        received = await session.receive(raw)
        for frame in received.frames:
            connection.post(frame)
        if received.resync is not None:
            await _resync(connection, received.resync)
        if received.pong is not None:
            live.note_pong(received.pong)
        abuse += received.abuse
        if abuse >= ABUSE_LIMIT:
            raise Goodbye(CloseCode.ABUSE)

    with closing(connection):
        connection.post(ServerFrame(t="welcome", d=welcome))
        await connection.follow(stream, position.seq, position.ep)
        _post_passing(doors, connection, visitor)
        await doors.hub.serve(live, receive)
    doors.reception.assistant.note_typing(visitor.conversation_id, is_typing=False)


def _post_passing(doors: Doors, connection: Connection, visitor: Visitor) -> None:
    stream = public_stream(visitor.conversation_id)
    draft = doors.reception.assistant.draft_of(visitor.conversation_id)
    if draft is not None:
        piece = outgoing.StreamPiece(s=stream, turn=draft.turn, text=draft.text)
        connection.post(ServerFrame(t="stream.snapshot", s=stream, d=piece))
    place = doors.board.place_of(visitor.conversation_id)
    if place is not None:
        connection.post(ServerFrame(t="queue", s=stream, d=place))


async def _resync(connection: Connection, resync: incoming.Resync) -> None:
    if resync.s in connection.streams:
        await connection.follow(resync.s, resync.seq, resync.ep)


async def _operator(doors: Doors, websocket: WebSocket) -> None:
    hello = await _hello(websocket)
    signed_in = await doors.gate.identify(websocket)
    if signed_in is None or not signed_in.carries(hello.csrf):
        raise Goodbye(CloseCode.UNAUTHENTICATED)
    operator = signed_in.operator
    if operator.role not in DESK_ROLES:
        raise Goodbye(CloseCode.FORBIDDEN)
    session = OperatorSession(operator, hello.lang, doors.desk)
    conversations = doors.desk.conversations
    await doors.desk.presence.seen(operator.id)
    connection = Connection(conversations, doors.desk.bus, "operator", doors.epoch, websocket.send_text)
    live = Live(
        websocket,
        connection,
        owner=f"operator:{operator.id}:{secrets.token_hex(4)}",
        kind="operator",
        still_welcome=_welcome_check(doors, websocket, signed_in),
    )
    doors.hub.require_room(live.owner)
    statuses = await doors.desk.presence.statuses()
    welcome = outgoing.Welcome(
        conn=secrets.token_hex(8),
        ping_ms=int(PING_S * 1_000),
        streams={INBOX: outgoing.Head(head=await conversations.head(INBOX), ep=doors.epoch)},
        me=outgoing.Me(
            id=operator.id,
            name=operator.name,
            role=operator.role,
            status=statuses.get(operator.id, "offline"),
        ),
        colleagues=await doors.colleagues(),
    )
    position = hello.streams.get(INBOX, incoming.Position())

    async def receive(raw: str | bytes) -> None:
        received = await session.receive(raw)
        for frame in received.frames:
            connection.post(frame)
        if received.watch is not None:
            await _watch(doors, connection, received.watch)
        if received.unwatch is not None:
            connection.unfollow(received.unwatch)
        if received.resync is not None and received.resync.s in connection.streams:
            snapshot = (lambda: _inbox(doors)) if received.resync.s == INBOX else None
            await connection.follow(received.resync.s, received.resync.seq, received.resync.ep, snapshot)
        if received.pong is not None:
            live.note_pong(received.pong)
        else:
            live.is_used = True

    with closing(connection):
        connection.post(ServerFrame(t="welcome", d=welcome))
        await connection.follow(INBOX, position.seq, position.ep, lambda: _inbox(doors))
        await doors.hub.serve(live, receive)
    await doors.desk.presence.seen(operator.id)


def _welcome_check(doors: Doors, websocket: WebSocket, session: Session) -> StillWelcome:
    async def is_welcome(is_used: bool) -> bool:
        found = await doors.gate.identify(websocket, is_use=is_used)
        return found is not None and found.operator.id == session.operator.id

    return is_welcome


async def _inbox(doors: Doors) -> outgoing.Reset:
    entries, head = await doors.desk.conversations.open_entries()
    now = doors.reception.clock()
    events = [outgoing.EventFrame(seq=head, ts=now, d=entry_view(entry)) for entry in entries]
    return outgoing.Reset(s=INBOX, ep=doors.epoch, head=head, events=events)


async def _watch(doors: Doors, connection: Connection, watch: incoming.Watch) -> None:
    if watch.s != INBOX:
        await connection.follow(watch.s, watch.seq, watch.ep)
