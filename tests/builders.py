"""Small makers of domain values with believable defaults; no behaviour of the product lives here."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count

from app.domain import commands as c
from app.domain import events as e
from app.domain.conversation import EMPTY, Conversation, desk_entry, evolve
from app.domain.decisions import decide
from app.domain.escalation import Action, EscalationReason, Signals
from app.domain.grounding import Citation
from app.domain.handoff import Packet, Tried
from app.domain.ids import (
    ArticleId,
    Cid,
    ConversationId,
    CustomerId,
    Language,
    OfferId,
    OperatorId,
    OrderId,
    PassageId,
    ProposalId,
)
from app.domain.money import Money
from app.domain.order_changes import OrderChange, Proposal, Swap, Variant
from app.domain.orders import Address, Item, Order, Words
from app.domain.replies import CardLine, ChangeCard, Fact, OrderCard, Provenance, Reply, ReplyKind
from app.domain.weighing import Weighed

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
CUSTOMER = CustomerId("customer-1")
FIRST_OPERATOR = OperatorId("operator-1")
SECOND_OPERATOR = OperatorId("operator-2")

ANGRY = Signals(frustration=0.9, anger=0.8, frustrated_turns=1)

_cids = count(1)


def a_cid() -> Cid:
    """A client id that was not used before."""
    return Cid(f"cid-{next(_cids):08d}")


def a_packet(reason: str = "asked_for_human", language: Language = "ru") -> Packet:
    """What goes to the operators with a handoff."""
    return Packet(reason=reason, language=language, summary="Ждёт посылку", question="Где мой заказ?")


def a_reply(
    text: str = "Вернуть можно 14 дней.", kind: ReplyKind = "answer", language: Language = "ru"
) -> Reply:
    """A finished reply of the assistant."""
    return Reply(text=text, kind=kind, language=language)


def start(language: Language = "ru") -> c.StartConversation:
    """The customer opens the chat."""
    return c.StartConversation(customer_id=CUSTOMER, language=language)


def say(text: str = "Здравствуйте", language: Language = "ru", cid: str | None = None) -> c.SayAsCustomer:
    """The customer writes."""
    return c.SayAsCustomer(text=text, language=language, cid=Cid(cid) if cid else a_cid())


def reply(turn: int, *, offer: str | None = None, kind: ReplyKind = "answer") -> c.ReplyAsAssistant:
    """The assistant answers a turn."""
    return c.ReplyAsAssistant(
        turn=turn,
        reply=a_reply(kind=kind),
        offer=OfferId(offer) if offer else None,
        offer_reason="frustration" if offer else "",
        weighed=a_weighed() if offer else None,
    )


def ask_for_a_person(reason: str = "asked_for_human") -> c.RequestHandoff:
    """The customer wants a person."""
    return c.RequestHandoff(reason=reason, packet=a_packet(reason))


def claim(operator: OperatorId = FIRST_OPERATOR) -> c.ClaimConversation:
    """An operator takes the conversation."""
    return c.ClaimConversation(
        operator_id=operator, operator_name="Оператор", packet=a_packet("operator_took_over")
    )


def speak(av: int, operator: OperatorId = FIRST_OPERATOR, cid: str | None = None) -> c.SayAsOperator:
    """The owner writes to the customer."""
    return c.SayAsOperator(
        operator_id=operator,
        operator_name="Оператор",
        av=av,
        text="Уже смотрю",
        cid=Cid(cid) if cid else a_cid(),
    )


def note(text: str = "Звонить после шести", cid: str | None = None) -> c.AddNote:
    """An operator leaves an internal note."""
    return c.AddNote(
        operator_id=SECOND_OPERATOR,
        operator_name="Оператор",
        text=text,
        cid=Cid(cid) if cid else a_cid(),
    )


def judge(
    operator: OperatorId = FIRST_OPERATOR, *, is_needed: bool, call: int = 0, is_marked: bool = False
) -> c.JudgeEscalation:
    """An operator marks the newest call as not needed, or takes the mark back."""
    return c.JudgeEscalation(
        operator_id=operator, operator_name="Оператор", is_needed=is_needed, call=call, is_marked=is_marked
    )


def a_weighed(
    action: Action = "offer",
    reason: EscalationReason | None = "frustration",
    signals: Signals = ANGRY,
) -> Weighed:
    """What was weighed at a turn: by itself, strong anger that brought an offer."""
    return Weighed(
        signals=signals, action=action, reason=reason, ground="anger", weight=signals.anger, limit=0.6
    )


def roubles(amount: int | str) -> Money:
    """A sum in roubles."""
    return Money(amount=Decimal(amount))


def a_variant(key: str = "red", price: int = 500, *, is_available: bool = True) -> Variant:
    """Another form of a mug."""
    return Variant(
        id=key,
        name=Words(ru=f"Кружка {key}", en=f"Mug {key}"),
        price=roubles(price),
        is_available=is_available,
    )


def an_order(*items: Item, **changes: object) -> Order:
    """A paid order of two mugs, or of `items`; `changes` are its other fields."""
    mugs = Item(id="blue", name=Words(ru="Кружка", en="Mug"), price=roubles(450), quantity=2)
    lines = items or (mugs,)
    total = roubles(sum((item.amount.amount for item in lines), Decimal(0)).__str__())
    order = Order(
        id=OrderId("K-1001"),
        account="a-1",
        state="paid",
        items=lines,
        total=total,
        address=Address(city="Казань", line="Учебная, 3", postcode="420111"),
    )
    return replace(order, **changes)  # pyright: ignore[reportArgumentType]


def a_change(**changes: object) -> OrderChange:
    """The cancellation of the order; `changes` are its other fields."""
    change = OrderChange(deed="cancel", order=OrderId("K-1001"))
    return replace(change, **changes)  # pyright: ignore[reportArgumentType]


def a_proposal(key: str = "proposal-1", account: str = "a-1", **changes: object) -> Proposal:
    """A change laid before the customer for a quarter of an hour."""
    return Proposal(
        id=ProposalId(key),
        account=account,
        change=a_change(**changes),
        version="~1",
        until=NOON + timedelta(minutes=15),
    )


def propose(turn: int, proposal: Proposal) -> c.ReplyAsAssistant:
    """The assistant answers a turn with the card of a change."""
    card = ChangeCard(
        proposal=proposal,
        deed=proposal.change.deed,
        title="Отмена заказа K-1001",
        button="Отменить заказ",
        lines=(CardLine(name="Кружка", quantity=2, amount="900 ₽"),),
        facts=(Fact(label="Вернётся", value="900 ₽"),),
    )
    return c.ReplyAsAssistant(turn=turn, reply=replace(a_reply(kind="order"), change=card))


def verify(account: str = "a-1", until: datetime = NOON + timedelta(hours=1)) -> c.VerifyIdentity:
    """The visitor proved who they are."""
    return c.VerifyIdentity(account=account, method="order", until=until)


def confirm(proposal: Proposal) -> c.ConfirmChange:
    """The customer presses the card's button."""
    return c.ConfirmChange(proposal_id=proposal.id, token=proposal.token)


class Rehearsal:
    """A conversation in memory: commands go through `decide`, events are numbered and folded as they come."""

    def __init__(self, *commands: c.Command) -> None:
        self.state: Conversation = EMPTY
        self.public: list[e.Recorded] = []
        self.notes: list[e.Recorded] = []
        self.now = NOON
        for command in commands:
            self.do(command)

    def do(self, command: c.Command) -> Sequence[e.Event]:
        """Carry out one command a second later; what `decide` raises passes through."""
        self.now += timedelta(seconds=1)
        decided = decide(self.state, command, self.now)
        for event in decided:
            internal = isinstance(event, e.NoteEvent)
            log = self.notes if internal else self.public
            log.append(e.Recorded(seq=len(log) + 1, at=self.now, event=event))
            if not internal:
                self.state = evolve(self.state, log[-1])
        return decided


def every_event() -> list[e.Event]:
    """One of each kind, as full as it gets."""
    citation = Citation(
        passage_id=PassageId("returns#1"), article_id=ArticleId("returns"), lang="ru", title="Возврат"
    )
    card = OrderCard(
        order_id="K-1001", status="shipped", status_text="В пути", lines=(CardLine(name="Лейка"),)
    )
    provenance = Provenance(engine="model", model="m", prompt_version="0a1b2c3d", passage_ids=("returns#1",))
    rich = replace(a_reply(), citations=(citation,), cards=(card,), provenance=provenance)
    packet = replace(
        a_packet(),
        tried=(Tried(question="?", reply="!", kind="answer", cited=("returns",)),),
        mood=(0.1, 0.9),
        suggested_citations=(citation,),
    )
    av, me = 1, FIRST_OPERATOR
    rehearsal = Rehearsal(
        start(),
        say('Кавычки "«»", 🌿, \u2028 и ноль: \x00'),
        c.ReplyAsAssistant(turn=3, reply=rich),
        say(),
        c.StopTurn(turn=5),
        say(),
        reply(7, offer="offer-1"),
        c.AnswerOffer(offer_id=OfferId("offer-1"), is_accepted=False, packet=packet),
        judge(me, is_needed=False),
        c.RequestHandoff(reason="asked_for_human", packet=packet),
        c.CancelHandoff(),
        claim(),
        speak(av),
        note(),
        c.ReleaseConversation(operator_id=me, av=av, cause="absent"),
        claim(),
        c.ReturnToAssistant(operator_id=me, av=2),
        c.RateReply(seq=4, value=1),
        c.RateSatisfaction(score=5, text="Спасибо!"),
        c.LeaveContact(phone="+7 900 000-00-01"),
        c.FinishCallback(operator_id=me),
        verify(),
        c.ResolveByCustomer(outcome="solved"),
    )
    exchange = a_proposal(deed="exchange", swaps=(Swap(item="blue", variant=a_variant()),))
    moved = a_proposal("proposal-2", deed="change_address", address=Address(city="Омск", line="Мира, 1"))
    for command in (
        say(),
        propose(rehearsal.state.head + 1, exchange),
        confirm(exchange),
        c.SettleChange(
            proposal_id=exchange.id, outcome="unclear", text="?", language="ru", card=card, packet=packet
        ),
        c.CancelHandoff(),
        say(),
        propose(rehearsal.state.head + 7, moved),
        c.DeclineChange(proposal_id=moved.id),
    ):
        rehearsal.do(command)
    told: list[e.Event] = [entry.event for entry in (*rehearsal.public, *rehearsal.notes)]
    return [*told, e.DeskChanged(entry=desk_entry(ConversationId("chat-1"), rehearsal.state))]
