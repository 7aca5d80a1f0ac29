"""A customer's frames become commands: who they are comes from the session, never from the frame."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never, cast

from app.assistant.port import Assistant
from app.bus.base import Bus, Notice
from app.conversations import Conversations
from app.conversations.door import public_stream
from app.conversations.visitors import Visitor
from app.domain import commands as c
from app.domain.errors import NotFound, SupportError
from app.domain.ids import Cid, Language, OfferId, ProposalId
from app.web import incoming, outgoing
from app.web.errors import frame_of
from app.web.frames import claimed_cid, claimed_id, parse
from app.web.limits import Windows

_Act = (
    incoming.MessageSend
    | incoming.HumanRequest
    | incoming.QueueLeave
    | incoming.ContactLeave
    | incoming.Choice
    | incoming.ChangeConfirm
    | incoming.ChangeDecline
    | incoming.RateAnswer
    | incoming.CsatSubmit
    | incoming.ConversationEnd
)


_ABUSE = {"bad_json": 10, "bad_schema": 10, "unknown_type": 10, "rate_limited": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What the transport has to do: send `frames`, answer a `resync`, note a `pong`, count the `abuse`."""

    frames: tuple[outgoing.ServerFrame, ...] = ()
    resync: incoming.Resync | None = None
    pong: int | None = None
    abuse: int = 0
    """How much the sender misbehaved: a malformed frame weighs as much as ten that came too fast."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """What every customer's session shares; `messages` and `frames` limit what a customer sends in 10 s."""

    conversations: Conversations
    assistant: Assistant
    bus: Bus
    messages: Windows
    frames: Windows
    clock: Callable[[], datetime]


class CustomerSession:
    """Handles one customer's frames over any transport."""

    def __init__(self, visitor: Visitor, language: Language, shared: Reception) -> None:
        self._conversation_id = visitor.conversation_id
        self.stream = public_stream(visitor.conversation_id)
        self.language: Language = language
        self._customer_id = visitor.customer_id
        self._conversations = shared.conversations
        self._assistant = shared.assistant
        self._bus = shared.bus
        self._messages = shared.messages
        self._frames = shared.frames
        self._clock = shared.clock

    async def start(self) -> bool:
        """Begin the conversation when it has not begun; returns whether the identity is proved."""
        try:
            state = await self._conversations.state(self._conversation_id)
        except NotFound:
            start = c.StartConversation(customer_id=self._customer_id, language=self.language)
            state = (await self._conversations.handle(self._conversation_id, start, sender="customer")).state
        self._assistant.look(self._conversation_id, state)
        return state.verified_account(self._clock()) is not None

    async def receive(self, raw: str | bytes) -> Received:
        """Carry out one frame; what is wrong with it comes back as an `error` frame."""
        try:
            self._frames.spend(self._customer_id)
            envelope, payload = parse(raw, incoming.CUSTOMER_FRAMES)
            return await self._dispatch(envelope.id, payload)
        except SupportError as error:
            return self._refuse(raw, error)

    def _refuse(self, raw: str | bytes, error: SupportError) -> Received:
        refusal = frame_of(error, self.language, cid=claimed_cid(raw))
        frame = outgoing.ServerFrame(t="error", re=claimed_id(raw), d=refusal)
        return Received(frames=(frame,), abuse=_ABUSE.get(error.code, 0))

    async def _dispatch(self, request_id: str | None, payload: incoming.Payload) -> Received:
        if getattr(payload, "s", self.stream) != self.stream:
            raise NotFound
        match payload:
            case incoming.Pong():
                return Received(pong=payload.n)
            case incoming.Resync():
                return Received(resync=payload)
            case incoming.TypingOn():
                self._assistant.note_typing(self._conversation_id, is_typing=payload.on)
                await self._tell_operators(
                    "typing", outgoing.TypingView(s=self.stream, on=payload.on, who="customer")
                )
                return Received()
            case incoming.Read():
                await self._tell_operators(
                    "read", outgoing.ReadView(s=self.stream, seq=payload.seq, who="customer")
                )
                return Received()
            case incoming.StreamStop():
                stop = c.StopTurn(turn=payload.turn)
                handled = await self._conversations.handle(self._conversation_id, stop, sender="customer")
                self._assistant.look(self._conversation_id, handled.state)
                return Received()
            case incoming.Hello():
                return Received()
            case _:
                return await self._act(request_id, cast(_Act, payload))

    async def _act(self, request_id: str | None, payload: _Act) -> Received:
        self._messages.spend(self._customer_id)
        command = await self._command(payload)
        handled = await self._conversations.handle(
            self._conversation_id, command, sender="customer", cid=payload.cid
        )
        self._assistant.look(self._conversation_id, handled.state)
        ack = outgoing.Ack(cid=payload.cid, s=self.stream, seq=handled.seq, ts=handled.at)
        return Received(frames=(outgoing.ServerFrame(t="ack", re=request_id, s=self.stream, d=ack),))

    async def _command(self, payload: _Act) -> c.Command:
        match payload:
            case incoming.MessageSend():
                language = self._assistant.read_language(payload.text, self.language)
                return c.SayAsCustomer(text=payload.text, language=language, cid=Cid(payload.cid))
            case incoming.HumanRequest():
                packet = await self._assistant.packet(self._conversation_id, "asked_for_human")
                return c.RequestHandoff(reason="asked_for_human", packet=packet)
            case incoming.QueueLeave():
                return c.CancelHandoff()
            case incoming.ContactLeave():
                return c.LeaveContact(email=payload.email, phone=payload.phone, about=payload.about)
            case incoming.Choice():
                packet = await self._assistant.packet(self._conversation_id, "")
                return c.AnswerOffer(
                    offer_id=OfferId(payload.offer_id),
                    is_accepted=payload.value == "accept",
                    packet=packet,
                )
            case incoming.ChangeConfirm():
                return c.ConfirmChange(proposal_id=ProposalId(payload.proposal), token=payload.token)
            case incoming.ChangeDecline():
                return c.DeclineChange(proposal_id=ProposalId(payload.proposal))
            case incoming.RateAnswer():
                return c.RateReply(seq=payload.seq, value=payload.value)
            case incoming.CsatSubmit():
                return c.RateSatisfaction(score=payload.score, text=payload.text)
            case incoming.ConversationEnd():
                return c.ResolveByCustomer(outcome=payload.outcome)
        assert_never(payload)

    async def _tell_operators(self, kind: str, payload: outgoing.Payload) -> None:
        frame = outgoing.ServerFrame(t=kind, s=self.stream, d=payload).model_dump(
            mode="json", exclude_none=True
        )
        await self._bus.publish(Notice(stream=self.stream, frame=frame, audience="operator"))
