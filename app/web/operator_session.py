"""An operator's frames become commands: identity comes from the signed-in session, ownership from `av`."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import assert_never, cast

from app.assistant.port import Assistant
from app.bus.base import Bus, Notice
from app.conversations import Conversations
from app.domain import commands as c
from app.domain.errors import InvalidInput, NotFound, SupportError
from app.domain.ids import Cid, ConversationId, Language, OperatorId
from app.operators.presence import Presence
from app.storage.operators import Operator, Role
from app.web import incoming, outgoing
from app.web.errors import frame_of
from app.web.frames import claimed_cid, claimed_id, parse
from app.web.limits import Windows

DESK_ROLES: frozenset[Role] = frozenset({"admin", "operator"})

_Act = (
    incoming.MessageSend
    | incoming.Take
    | incoming.Transfer
    | incoming.Close
    | incoming.Release
    | incoming.Return
    | incoming.CallbackFinish
    | incoming.EscalationFeedback
)

ColleagueName = Callable[[OperatorId], Awaitable[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorReceived:
    """What the transport has to do after one frame."""

    frames: tuple[outgoing.ServerFrame, ...] = ()
    watch: incoming.Watch | None = None
    unwatch: str | None = None
    resync: incoming.Resync | None = None
    pong: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What every operator's session shares; `frames` limits what one operator sends in 10 s."""

    conversations: Conversations
    assistant: Assistant
    bus: Bus
    presence: Presence
    colleague_name: ColleagueName
    capacity: int
    frames: Windows


class OperatorSession:
    """Handles one operator's frames."""

    def __init__(self, operator: Operator, language: Language, desk: Desk) -> None:
        self._operator = operator
        self.language: Language = language
        self._desk = desk

    async def receive(self, raw: str | bytes) -> OperatorReceived:
        """Carry out one frame; what is wrong with it comes back as an `error` frame."""
        try:
            self._desk.frames.spend(self._operator.id)
            envelope, payload = parse(raw, incoming.OPERATOR_FRAMES)
            return await self._dispatch(envelope.id, payload)
        except SupportError as error:
            refusal = frame_of(error, self.language, cid=claimed_cid(raw))
            return OperatorReceived(frames=(outgoing.ServerFrame(t="error", re=claimed_id(raw), d=refusal),))

    async def _dispatch(self, request_id: str | None, payload: incoming.Payload) -> OperatorReceived:
        match payload:
            case incoming.Pong():
                await self._desk.presence.seen(self._operator.id)
                return OperatorReceived(pong=payload.n)
            case incoming.Watch():
                return OperatorReceived(watch=payload)
            case incoming.Unwatch():
                return OperatorReceived(unwatch=payload.s)
            case incoming.Resync():
                return OperatorReceived(resync=payload)
            case incoming.OperatorStatus():
                await self._desk.presence.set(self._operator.id, payload.status)
                return _ack(request_id, "inbox")
            case incoming.TypingOn():
                view = outgoing.TypingView(
                    s=payload.s, on=payload.on, who="operator", name=self._operator.name
                )
                await self._tell_customer(payload.s, "typing", view)
                return OperatorReceived()
            case incoming.Read():
                view = outgoing.ReadView(s=payload.s, seq=payload.seq, who="operator")
                await self._tell_customer(payload.s, "read", view)
                return OperatorReceived()
            case incoming.DraftRequest():
                suggested = await self._desk.assistant.suggest(conversation_of(payload.s))
                draft = outgoing.Draft(s=payload.s, text=suggested.text, cites=list(suggested.cites))
                return OperatorReceived(
                    frames=(outgoing.ServerFrame(t="draft", re=request_id, s=payload.s, d=draft),)
                )
            case incoming.Hello():
                return OperatorReceived()
            case _:
                return await self._act(request_id, cast(_Act, payload))

    async def _act(self, request_id: str | None, payload: _Act) -> OperatorReceived:
        conversation_id = conversation_of(payload.s)
        cid = payload.cid if isinstance(payload, incoming.MessageSend) else None
        command = await self._command(payload, conversation_id)
        handled = await self._desk.conversations.handle(
            conversation_id, command, sender=self._operator.id, cid=cid
        )
        self._desk.assistant.look(conversation_id, handled.state)
        ack = outgoing.Ack(cid=cid or "", s=payload.s, seq=handled.seq, ts=handled.at)
        return OperatorReceived(frames=(outgoing.ServerFrame(t="ack", re=request_id, s=payload.s, d=ack),))

    async def _command(self, payload: _Act, conversation_id: ConversationId) -> c.Command:
        me = self._operator
        match payload:
            case incoming.MessageSend():
                return self._message(payload)
            case incoming.Take():
                packet = await self._desk.assistant.packet(conversation_id, "operator_took_over")
                return c.ClaimConversation(
                    operator_id=me.id, operator_name=me.name, packet=packet, capacity=self._desk.capacity
                )
            case incoming.Transfer():
                to = OperatorId(payload.to)
                name = await self._desk.colleague_name(to)
                return c.TransferConversation(
                    operator_id=me.id, av=payload.av, to_id=to, to_name=name, capacity=self._desk.capacity
                )
            case incoming.Close():
                return c.ResolveByOperator(operator_id=me.id, av=payload.av, outcome=payload.outcome)
            case incoming.CallbackFinish():
                return c.FinishCallback(operator_id=me.id)
            case incoming.EscalationFeedback():
                return c.JudgeEscalation(
                    operator_id=me.id, operator_name=me.name, is_needed=payload.needed, call=payload.call
                )
            case incoming.Release():
                return c.ReleaseConversation(operator_id=me.id, av=payload.av, cause="operator")
            case incoming.Return():
                return c.ReturnToAssistant(operator_id=me.id, av=payload.av)
        assert_never(payload)

    def _message(self, payload: incoming.MessageSend) -> c.Command:
        me, cid = self._operator, Cid(payload.cid)
        if payload.s.startswith("note:"):
            return c.AddNote(operator_id=me.id, operator_name=me.name, text=payload.text, cid=cid)
        if payload.av is None:
            raise InvalidInput(field="av")
        return c.SayAsOperator(
            operator_id=me.id, operator_name=me.name, av=payload.av, text=payload.text, cid=cid
        )

    async def _tell_customer(self, stream: str, kind: str, payload: outgoing.Payload) -> None:
        frame = outgoing.ServerFrame(t=kind, s=stream, d=payload).model_dump(mode="json", exclude_none=True)
        await self._desk.bus.publish(Notice(stream=stream, frame=frame, audience="customer"))


def conversation_of(stream: str) -> ConversationId:
    """The conversation of a `conv:` or `note:` stream; raises NotFound for another one."""
    kind, _, conversation_id = stream.partition(":")
    if kind not in ("conv", "note") or not conversation_id:
        raise NotFound
    return ConversationId(conversation_id)


def _ack(request_id: str | None, stream: str) -> OperatorReceived:
    return OperatorReceived(frames=(outgoing.ServerFrame(t="ack", re=request_id, s=stream),))
