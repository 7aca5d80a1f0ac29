"""The one door: load, decide, append in one transaction, then publish; every command passes here."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from hashlib import sha256

from app.bus.base import Bus, Notice
from app.conversations.recent import Recent
from app.domain import commands as c
from app.domain import events as e
from app.domain.conversation import EMPTY, Conversation, desk_entry, fold
from app.domain.decisions import decide
from app.domain.desk import DeskEntry
from app.domain.errors import NotFound, OverCapacity, Overloaded, SupportError
from app.domain.ids import ConversationId, OperatorId
from app.storage import desk as desk_store
from app.storage import timeline
from app.storage.database import Connection, Database, WriteConflict

INBOX = "inbox"
ATTEMPTS = 20
NOT_SAID = frozenset({"packet", "language", "av", "operator_name", "capacity", "is_marked"})
"""Parts of a command that the server fills in: a retry may carry others and is still the same."""

Clock = Callable[[], datetime]


def public_stream(conversation_id: ConversationId) -> str:
    """The stream that the customer numbers too."""
    return f"conv:{conversation_id}"


def note_stream(conversation_id: ConversationId) -> str:
    """The operators' stream beside it."""
    return f"note:{conversation_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handled:
    """What a command led to: new public events and notes (none when it was already so), and the state now.

    `seq` is what an acknowledgement carries: of the first new event, or of the first time for a repeated cid.
    """

    state: Conversation
    seq: int
    at: datetime
    stream: str
    public: tuple[e.Recorded, ...] = ()
    notes: tuple[e.Recorded, ...] = ()
    inbox_head: int | None = None
    is_duplicate: bool = False


class Conversations:
    """Handles commands and reads timelines; safe on several nodes, because the primary key is the lock."""

    def __init__(self, database: Database, bus: Bus, clock: Clock) -> None:
        self._database = database
        self._bus = bus
        self._clock = clock
        self._recent = Recent()

    async def handle(
        self, conversation_id: ConversationId, command: c.Command, *, sender: str, cid: str | None = None
    ) -> Handled:
        """Carry out `command` for `sender` (`customer`, `assistant`, `system` or an operator's id).

        The same cid and body again gives the first result; another body raises CidConflict. What the status
        does not allow raises Conflict and its kin. Returns after the commit; everyone else is told then, even
        when the caller no longer waits.
        """
        return await asyncio.shield(self._carry_out(conversation_id, command, sender, cid))

    async def _carry_out(
        self, conversation_id: ConversationId, command: c.Command, sender: str, cid: str | None
    ) -> Handled:
        known = self._recent.state(conversation_id)
        for _attempt in range(ATTEMPTS):
            before, known = known, None
            try:
                handled = await self._database.write(
                    lambda connection, before=before: self._transact(
                        connection, conversation_id, command, sender, cid, before
                    )
                )
            except WriteConflict:
                continue
            if handled is None:
                continue
            self._recent.note_state(conversation_id, handled.state)
            self._recent.note_events(public_stream(conversation_id), handled.public)
            self._recent.note_events(note_stream(conversation_id), handled.notes)
            await self._publish(conversation_id, handled)
            return handled
        raise Overloaded

    async def state(self, conversation_id: ConversationId, *, at_least: int | None = None) -> Conversation:
        """Where the conversation stands now; raises NotFound when it never started.

        With `at_least`, what this node knows is enough if it reaches that seq.
        """
        if at_least is not None and (known := self._recent.state(conversation_id, at_least)) is not None:
            return known
        state = await self._database.read(lambda connection: self._load(connection, conversation_id))
        if not state.exists:
            raise NotFound
        self._recent.note_state(conversation_id, state)
        return state

    async def history(
        self, conversation_id: ConversationId, *, at_least: int | None = None
    ) -> tuple[Conversation, tuple[e.Recorded, ...]]:
        """The state and the whole public timeline that led to it; `at_least` and errors as in `state`."""
        stream = public_stream(conversation_id)
        state = await self.state(conversation_id, at_least=at_least)
        recorded = self._recent.events(stream, 0, state.head)
        if recorded is None:
            recorded = tuple(entry for entry in await self.read(stream) if entry.seq <= state.head)
        return state, recorded

    def recent(self, stream: str, after: int, until: int) -> tuple[e.Recorded, ...] | None:
        """Events with after < seq <= until without a query, None when this node does not hold them all."""
        return self._recent.events(stream, after, until)

    async def read(self, stream: str, after: int = 0, limit: int | None = None) -> tuple[e.Recorded, ...]:
        """Events of a stream after a seq, in order."""
        return await self._database.read(
            lambda connection: timeline.read_after(connection, stream, after, limit)
        )

    async def head(self, stream: str) -> int:
        """The newest seq of a stream."""
        return await self._database.read(lambda connection: timeline.head_of(connection, stream))

    async def open_entries(self) -> tuple[list[DeskEntry], int]:
        """Everything on the operators' desk, and the head of the inbox at that moment."""
        return await self._database.read(
            lambda connection: (desk_store.read_open(connection), timeline.head_of(connection, INBOX))
        )

    async def entries(self, statuses: tuple[str, ...], limit: int = 50) -> list[DeskEntry]:
        """Conversations with one of `statuses`, newest change first."""
        return await self._database.read(
            lambda connection: desk_store.read_entries(connection, statuses, limit)
        )

    async def unanswered(self, before: datetime) -> list[ConversationId]:
        """Conversations that await the assistant since before a moment."""
        return await self._database.read(lambda connection: desk_store.read_unanswered(connection, before))

    def _load(self, connection: Connection, conversation_id: ConversationId) -> Conversation:
        known = self._recent.state(conversation_id) or EMPTY
        return fold(timeline.read_after(connection, public_stream(conversation_id), known.head), known)

    def _transact(
        self,
        connection: Connection,
        conversation_id: ConversationId,
        command: c.Command,
        sender: str,
        cid: str | None,
        remembered: Conversation | None,
    ) -> Handled | None:
        """One attempt; None when what was `remembered` does not serve, so that the timeline is to be read.

        A remembered state spares two queries: an old one writes nothing, because its seq or the cid is taken.
        """
        notes_name, public_name = note_stream(conversation_id), public_stream(conversation_id)
        timeline.queue_for(connection, public_name)
        now = self._clock()
        is_note = isinstance(command, c.AddNote | c.JudgeEscalation)
        keyed = notes_name if is_note else public_name
        key = timeline.Key(sender=sender, cid=cid, digest=_digest(command))
        if remembered is None:
            before = self._load(connection, conversation_id)
            known = timeline.find(connection, keyed, key)
            if known is not None:
                seq, at = known
                return Handled(state=before, seq=seq, at=at, stream=keyed, is_duplicate=True)
            if isinstance(command, c.JudgeEscalation):
                command = replace(command, is_marked=_is_marked(connection, notes_name, before.call))
            decided = decide(before, command, now)
        else:
            before = remembered
            decided = () if is_note else _decided_from_memory(before, command, now)
            if all(isinstance(event, e.NoteEvent) for event in decided):
                return None
        if decided and isinstance(command, c.ClaimConversation):
            _require_free_hands(connection, command.operator_id, command.capacity)
        if decided and isinstance(command, c.TransferConversation):
            _require_free_hands(connection, command.to_id, command.capacity)
        public = [event for event in decided if not isinstance(event, e.NoteEvent)]
        notes = [event for event in decided if isinstance(event, e.NoteEvent)]
        recorded = timeline.append(connection, public_name, before.head, public, now, key)
        note_key = key if keyed == notes_name else timeline.Key(sender=sender)
        noted = _append_notes(connection, notes_name, notes, now, note_key)
        after = fold(recorded, before)
        inbox_head = _update_desk(connection, conversation_id, before, after, now) if recorded else None
        first = noted if keyed == notes_name else recorded
        seq = first[0].seq if first else 0
        return Handled(
            state=after, seq=seq, at=now, stream=keyed, public=recorded, notes=noted, inbox_head=inbox_head
        )

    async def _publish(self, conversation_id: ConversationId, handled: Handled) -> None:
        for stream, recorded in (
            (public_stream(conversation_id), handled.public),
            (note_stream(conversation_id), handled.notes),
        ):
            if recorded:
                await self._bus.publish(Notice(stream=stream, head=recorded[-1].seq))
        if handled.inbox_head is not None:
            await self._bus.publish(Notice(stream=INBOX, head=handled.inbox_head))


def _decided_from_memory(before: Conversation, command: c.Command, now: datetime) -> tuple[e.Event, ...]:
    """Nothing when the remembered state refuses: it may be an old one."""
    try:
        return decide(before, command, now)
    except SupportError:
        return ()


def _is_marked(connection: Connection, notes_name: str, call: int) -> bool:
    """Whether the call's last mark says that it was not needed."""
    last = timeline.find_last(connection, notes_name, "escalation_judged")
    judged = last.event if last is not None else None
    return isinstance(judged, e.EscalationJudged) and judged.call == call and not judged.is_needed


def _digest(command: c.Command) -> str:
    said = [
        f"{field.name}={getattr(command, field.name)!r}"
        for field in fields(command)
        if field.name not in NOT_SAID
    ]
    return sha256("\x1f".join((type(command).__name__, *said)).encode()).hexdigest()[:32]


def _require_free_hands(connection: Connection, operator_id: OperatorId, capacity: int | None) -> None:
    """Counted where nobody else can claim for the same operator before this is committed."""
    if capacity is None:
        return
    timeline.queue_for(connection, f"operator:{operator_id}")
    if desk_store.count_held(connection, operator_id) >= capacity:
        raise OverCapacity


def _append_notes(
    connection: Connection, stream: str, notes: list[e.NoteEvent], now: datetime, key: timeline.Key
) -> tuple[e.Recorded, ...]:
    if not notes:
        return ()
    return timeline.append(connection, stream, timeline.head_of(connection, stream), notes, now, key)


def _update_desk(
    connection: Connection,
    conversation_id: ConversationId,
    before: Conversation,
    after: Conversation,
    now: datetime,
) -> int | None:
    entry = desk_entry(conversation_id, after)
    desk_store.write_entry(connection, entry, awaits_us=after.awaits_us, now=now)
    with_people = {"queued", "assigned"}
    is_visible = bool(with_people & {before.status, after.status}) or (
        before.awaits_callback or after.awaits_callback
    )
    if not is_visible:
        return None
    timeline.queue_for(connection, INBOX)
    head = timeline.head_of(connection, INBOX)
    changed = (e.DeskChanged(entry=entry),)
    return timeline.append(connection, INBOX, head, changed, now, timeline.Key(sender="system"))[-1].seq
