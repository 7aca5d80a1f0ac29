"""A world in which everything goes wrong: two nodes that are killed, a bus that loses, sockets that are cut.

The nodes run the product's own sockets, sessions, connections, door and timeline on a real SQLite in memory;
only time, the network and the bus are played here, in an order drawn from a seed.
"""

import asyncio
import json
import random
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from fastapi import FastAPI
from sqlalchemy import Connection as SqlConnection
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool
from starlette.types import Message

from app.assistant.port import RunningDraft, SuggestedReply
from app.bus.base import Listener, Notice, Unsubscribe
from app.bus.in_process import InProcessBus
from app.conversations import Conversations
from app.conversations.visitors import Visitors
from app.domain.conversation import Conversation
from app.domain.handoff import Packet
from app.domain.ids import ConversationId, Language
from app.operators.presence import Presence
from app.operators.sessions import Sessions
from app.storage.database import Database
from app.storage.tables import metadata
from app.storage.timeline import read_after
from app.web import sockets
from app.web.auth import OperatorGate
from app.web.customer_session import Reception
from app.web.hub import Hub
from app.web.limits import Windows
from app.web.operator_session import Desk
from app.web.protocol import SUBPROTOCOL
from app.web.queue_board import QueueBoard
from app.web.transcript import view_of
from tests.builders import a_packet
from tests.scenarios.client import Frame, Page, cid_of

T = TypeVar("T")

BEGINNING = datetime(2026, 3, 2, tzinfo=UTC)
HOME = "http://shop.example"
EPOCH = "epoch-1"
TABS = 3
HEARTBEAT_STEPS = 15
LOOK_EVERY = 8


class Bug(Exception):
    """A promise of the protocol was broken."""


class Store(Database):
    """A SQLite in memory; a write or read that is asked for through `Scheduled` happens when drawn."""

    def __init__(self) -> None:
        self.engine = create_engine("sqlite://", poolclass=StaticPool)
        self.transactions = 0
        metadata.create_all(self.engine)

    def run(self, function: Callable[[SqlConnection], T]) -> T:
        """Carry out a transaction now."""
        self.transactions += 1
        with self.engine.begin() as connection:
            return function(connection)

    async def write(self, function: Callable[[SqlConnection], T]) -> T:
        return self.run(function)

    async def read(self, function: Callable[[SqlConnection], T]) -> T:
        return self.run(function)


class Scheduled(Database):
    """One node's way to the store: whatever waits here is lost when the node is killed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[tuple[Callable[[SqlConnection], Any], asyncio.Future[Any]]] = []

    async def write(self, function: Callable[[SqlConnection], T]) -> T:
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((function, future))
        return await future

    async def read(self, function: Callable[[SqlConnection], T]) -> T:
        return await self.write(function)

    @property
    def is_waiting(self) -> bool:
        return bool(self._waiting)

    def carry_out_next(self) -> None:
        """One transaction, and its caller is told."""
        function, future = self._waiting.pop(0)
        if future.cancelled():
            return
        try:
            result = self._store.run(function)
        except Exception as error:  # noqa: BLE001 - it is the caller's
            future.set_exception(error)
        else:
            future.set_result(result)

    def forget(self) -> None:
        """The node is gone, and so is what it was about to do."""
        for _, future in self._waiting:
            future.cancel()
        self._waiting.clear()


class LossyBus:
    """Delivers on its own node, and gives the world a copy for the other one: or none, or two."""

    def __init__(self, world: "World", number: int) -> None:
        self._world, self._number = world, number
        self.local = InProcessBus()

    @property
    def is_healthy(self) -> bool:
        return True

    async def start(self) -> None:
        return

    def subscribe(self, stream: str, listener: Listener) -> Unsubscribe:
        return self.local.subscribe(stream, listener)

    async def publish(self, notice: Notice) -> None:
        await self.local.publish(notice)
        for chance in (0.7, 0.1):
            if self._world.random.random() < chance:
                self._world.notices.append((1 - self._number, notice))

    async def aclose(self) -> None:
        await self.local.aclose()


class Silent:
    """An assistant that never answers: here only what people send matters."""

    def look(self, conversation_id: ConversationId, state: Conversation) -> None:
        return

    def note_typing(self, conversation_id: ConversationId, *, is_typing: bool) -> None:
        return

    def draft_of(self, conversation_id: ConversationId) -> RunningDraft | None:
        return None

    def read_language(self, text: str, known: Language) -> Language:
        return known

    async def packet(self, conversation_id: ConversationId, reason: str) -> Packet:
        return a_packet(reason)

    async def suggest(self, conversation_id: ConversationId) -> SuggestedReply:
        return SuggestedReply(text="")


class Node:
    """A server: the real endpoints over this world's store, bus and time."""

    def __init__(self, world: "World", number: int) -> None:
        self.world, self.number = world, number
        self.links: set[Link] = set()
        self.is_up = False
        self.start()

    def start(self) -> None:
        """Come up, remembering nothing."""
        if self.is_up:
            return
        world, self.is_up = self.world, True
        self.database = Scheduled(world.store)
        self.bus = LossyBus(world, self.number)
        self.conversations = world.make_conversations(self.database, self.bus, world.clock)
        self.hub = Hub(self.bus, limit=100, per_owner=100)
        self.site = FastAPI()
        self.site.include_router(sockets.router(self._doors()))

    def kill(self) -> None:
        """Everything in memory is gone at once."""
        self.is_up = False
        for link in tuple(self.links):
            link.cut()
            link.serving.cancel()
        self.links.clear()
        self.database.forget()

    def _doors(self) -> sockets.Doors:
        world = self.world
        assistant, presence = Silent(), Presence(world.store, world.clock)

        async def nobody(_: object = None) -> Any:
            return ()

        reception = Reception(
            conversations=self.conversations,
            assistant=assistant,
            bus=self.bus,
            messages=Windows(10_000, 10.0, lambda: 0.0),
            frames=Windows(10_000, 10.0, lambda: 0.0),
            clock=world.clock,
        )
        desk = Desk(
            conversations=self.conversations,
            assistant=assistant,
            bus=self.bus,
            presence=presence,
            colleague_name=nobody,
            capacity=3,
            frames=Windows(10_000, 10.0, lambda: 0.0),
        )
        return sockets.Doors(
            hub=self.hub,
            reception=reception,
            desk=desk,
            visitors=world.visitors,
            gate=OperatorGate(Sessions(world.store, world.clock), frozenset({HOME})),
            board=QueueBoard(self.conversations, self.bus, nobody, nobody),
            colleagues=nobody,
            origins=frozenset({HOME}),
            epoch=EPOCH,
        )


class Link:
    """A socket between a page and a node: frames travel when drawn, and are gone when it is cut."""

    def __init__(self, page: Page, node: Node, ticket: str) -> None:
        self.page, self.node = page, node
        self.is_cut = False
        self.to_server: list[Frame] = [page.hello(ticket)]
        self.to_page: list[Frame] = []
        self._inbound: asyncio.Queue[Message] = asyncio.Queue()
        self._inbound.put_nowait({"type": "websocket.connect"})
        node.links.add(self)
        scope = {
            "type": "websocket",
            "path": "/ws/v1/customer",
            "headers": [(b"origin", HOME.encode())],
            "subprotocols": [SUBPROTOCOL],
            "query_string": b"",
        }
        self.serving = asyncio.ensure_future(node.site(scope, self._inbound.get, self._send))

    async def _send(self, message: Message) -> None:
        if message["type"] == "websocket.send" and not self.is_cut:
            self.to_page.append(json.loads(message["text"]))
        if message["type"] == "websocket.close":
            self.cut()

    def cut(self) -> None:
        """Nothing travels any more; the server hears of it."""
        if not self.is_cut:
            self.is_cut = True
            self.page.lose_socket(self.node.world.moments)
            self.to_server.clear()
            self.to_page.clear()
            self._inbound.put_nowait({"type": "websocket.disconnect", "code": 1006})

    def reach_server(self) -> None:
        """One frame arrives at the node."""
        text = json.dumps(self.to_server.pop(0))
        self._inbound.put_nowait({"type": "websocket.receive", "text": text})

    def reach_page(self) -> None:
        """One frame arrives at the page, and what it answers sets out."""
        answers = self.page.receive(self.to_page.pop(0))
        if not self.is_cut:
            self.to_server.extend(answers)


MakeConversations = Callable[[Database, LossyBus, Callable[[], datetime]], Conversations]


class World:
    """One schedule, drawn from `seed`; `make_page` takes the page's name and its stream."""

    def __init__(
        self,
        store: Store,
        seed: int,
        make_conversations: MakeConversations = Conversations,
        make_page: Callable[[str, str], Page] = lambda name, stream: Page(name=name, stream=stream),
    ) -> None:
        self.random = random.Random(seed)
        self.store = store
        self.make_conversations = make_conversations
        self.visitors = Visitors(store, self.clock)
        self.notices: list[tuple[int, Notice]] = []
        self.moments = 0
        self.make_page = make_page
        self.pages: list[Page] = []
        self.links: dict[str, Link] = {}
        self._tellings: list[asyncio.Future[None]] = []
        self._log: list[tuple[int, str]] = []
        self._looked_at = 0

    def clock(self) -> datetime:
        return BEGINNING + timedelta(seconds=self.moments)

    async def run(self, steps: int = 60) -> None:
        """Play the schedule, let everything come to rest, and look whether every promise was kept."""
        self.visitor = await self.visitors.welcome("ru")
        self.stream = f"conv:{self.visitor.conversation_id}"
        self.pages = [self.make_page(f"tab{number}", self.stream) for number in range(TABS)]
        self.nodes = [Node(self, number) for number in range(2)]
        try:
            for number in range(steps):
                await self._step()
                if number % LOOK_EVERY == 0:
                    self.check_always()
            await self._come_to_rest()
            self.check_always()
            self.check_at_rest()
        finally:
            await self._end()

    async def _step(self) -> None:
        self.moments += 1
        await self._something_happens()
        for page in self.pages:
            if self._link_of(page) is None and self.random.random() < 0.25:
                await self._connect(page)
        for _ in range(4):
            self._one_thing_moves()
            await _settle(3)
        if self.moments % HEARTBEAT_STEPS == 0:
            await self._heartbeat()

    async def _something_happens(self) -> None:
        chance = self.random.random()
        if chance < 0.16:
            page = self.random.choice(self.pages)
            self._send(page, page.write())
        elif chance < 0.20:
            link = self._link_of(self.random.choice(self.pages))
            if link is not None:
                link.cut()
        elif chance < 0.225:
            self.nodes[self.random.randrange(2)].kill()
        elif chance < 0.27:
            self.nodes[self.random.randrange(2)].start()

    def _send(self, page: Page, frames: list[Frame]) -> None:
        link = self._link_of(page)
        if link is not None:
            link.to_server.extend(frames)

    def _link_of(self, page: Page) -> Link | None:
        link = self.links.get(page.name)
        return None if link is None or link.is_cut else link

    async def _connect(self, page: Page) -> None:
        up = [node for node in self.nodes if node.is_up]
        if up:
            ticket = await self.visitors.issue_ticket(self.visitor.customer_id)
            self.links[page.name] = Link(page, self.random.choice(up), ticket)

    def _one_thing_moves(self) -> bool:
        """A frame, a transaction or a notice; False when nothing is on its way."""
        moves: list[Callable[[], None]] = []
        for link in self.links.values():
            if link.to_server:
                moves.append(link.reach_server)
            if link.to_page:
                moves.append(link.reach_page)
        moves += [node.database.carry_out_next for node in self.nodes if node.database.is_waiting]
        if self.notices:
            moves.append(self._deliver_notice)
        if moves:
            self.random.choice(moves)()
        return bool(moves)

    def _deliver_notice(self) -> None:
        number, notice = self.notices.pop(self.random.randrange(len(self.notices)))
        node = self.nodes[number]
        if node.is_up:
            self._tellings.append(asyncio.ensure_future(node.bus.local.publish(notice)))

    async def _heartbeat(self) -> None:
        for node in self.nodes:
            if node.is_up:
                await node.hub.beat(asyncio.get_running_loop().time() + 30.0 * self.moments)

    async def _come_to_rest(self) -> None:
        for node in self.nodes:
            node.start()
        for round_number in range(3):
            for page in self.pages:
                if self._link_of(page) is None:
                    await self._connect(page)
            await self._until_still()
            if round_number < 2:
                self.moments += HEARTBEAT_STEPS
                await self._heartbeat()

    async def _until_still(self) -> None:
        still = 0
        while still < 4:
            moved = self._one_thing_moves()
            await _settle(6)
            still = 0 if moved else still + 1

    async def _end(self) -> None:
        for node in self.nodes:
            node.kill()
        serving = [link.serving for link in self.links.values()]
        await _settle(10)
        for task in serving:
            task.cancel()
        await asyncio.gather(*serving, *self._tellings, return_exceptions=True)

    def stored(self) -> list[tuple[int, str]]:
        """The timeline as it is committed: seq and cid, the truth that all else is compared with."""
        if self.store.transactions != self._looked_at:
            recorded = self.store.run(lambda connection: read_after(connection, self.stream, len(self._log)))
            self._log += [(one.seq, cid_of(view_of(one.event, "customer").model_dump())) for one in recorded]
            self._looked_at = self.store.transactions
        return self._log

    def check_always(self) -> None:
        """Acknowledged is committed; what is shown is what stands there."""
        log = dict(self.stored())
        cids = set(log.values())
        for page in self.pages:
            if not page.acknowledged <= cids:
                raise Bug("an acknowledged message is lost")
            if any(log.get(seq) != cid for seq, cid in page.shown):
                raise Bug("a page shows what is not in the log")

    def check_at_rest(self) -> None:
        """Everything said is stored once, in each sender's order, and every page shows all of it once."""
        log = self.stored()
        cids = [cid for _, cid in log if cid.startswith("tab")]
        if [seq for seq, _ in log] != list(range(1, len(log) + 1)):
            raise Bug("the numbers have a gap")
        if max(Counter(cids).values(), default=0) > 1:
            raise Bug("a message is stored twice")
        written = {f"{page.name}-{number:06d}" for page in self.pages for number in range(page.written)}
        if set(cids) != written:
            raise Bug("a message is lost")
        for page in self.pages:
            own = [cid for cid in cids if cid.startswith(page.name)]
            if own != sorted(own):
                raise Bug("a sender's order is broken")
            if page.shown != log:
                raise Bug("a page at rest differs from the log")
            if page.outbox:
                raise Bug("a page still waits for an acknowledgement")


async def _settle(turns: int) -> None:
    for _ in range(turns):
        await asyncio.sleep(0)
