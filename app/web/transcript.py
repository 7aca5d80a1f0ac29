"""The timeline as one reader may see it: events to views, without what is not for that reader."""

from collections.abc import Sequence
from typing import Literal, assert_never

from app.domain import events as e
from app.domain.desk import DeskEntry
from app.domain.grounding import Citation
from app.domain.handoff import Packet
from app.domain.replies import CardLine, ChangeCard, OrderCard, Reply
from app.domain.weighing import Weighed
from app.web import views as v

Reader = Literal["customer", "operator"]


def view_of(event: e.Event, reader: Reader) -> v.EventView:
    """The event for one reader; a customer sees no reasons, and an internal event is an AssertionError."""
    match event:
        case e.PacketPrepared() | e.NoteAdded() | e.EscalationJudged() | e.DeskChanged():
            assert reader == "operator", "internal events have a stream of their own"
            return _internal(event)
        case e.ConversationStarted():
            return v.StartedView(lang=event.language)
        case e.Disclosed():
            return v.DisclosedView(lang=event.language)
        case e.CustomerSpoke() | e.AssistantReplied() | e.OperatorSpoke():
            return _message(event, reader)
        case e.TurnStopped():
            return v.StoppedView(turn=event.turn)
        case e.PersonOffered():
            return v.OfferView(offer_id=event.offer_id)
        case e.OfferAnswered():
            return v.OfferAnsweredView(offer_id=event.offer_id, accepted=event.is_accepted)
        case e.ReplyRated():
            return v.RatedView(seq=event.seq, value=event.value)
        case e.SatisfactionRated():
            return v.CsatView(score=event.score, text=event.text)
        case e.ContactLeft():
            return v.ContactView(email=event.email, phone=event.phone, about=event.about)
        case e.CallbackDone():
            return v.CallbackDoneView()
        case e.IdentityVerified():
            return v.VerifiedView(until=event.until)
        case e.ChangeConfirmed() | e.ChangeDeclined() | e.ChangeSettled():
            return _change(event)
        case (
            e.HandoffRequested()
            | e.HandoffCancelled()
            | e.OperatorAssigned()
            | e.OperatorReleased()
            | e.ReturnedToAssistant()
            | e.Resolved()
        ):
            return _status(event, reader)
    assert_never(event)


def _change(event: e.ChangeConfirmed | e.ChangeDeclined | e.ChangeSettled) -> v.ChangeView:
    match event:
        case e.ChangeConfirmed():
            return v.ChangeView(proposal=event.proposal_id, state="confirmed")
        case e.ChangeDeclined():
            return v.ChangeView(proposal=event.proposal_id, state="declined")
        case e.ChangeSettled():
            return v.ChangeView(
                proposal=event.proposal_id,
                state=event.outcome,
                text=event.text,
                lang=event.language,
                card=_card(event.card) if event.card else None,
            )
    assert_never(event)


def _status(
    event: e.HandoffRequested
    | e.HandoffCancelled
    | e.OperatorAssigned
    | e.OperatorReleased
    | e.ReturnedToAssistant
    | e.Resolved,
    reader: Reader,
) -> v.StatusView:
    match event:
        case e.HandoffRequested():
            reason = event.reason if reader == "operator" else ""
            return v.StatusView(status="queued", cause=event.type, reason=reason)
        case e.HandoffCancelled() | e.ReturnedToAssistant():
            return v.StatusView(status="bot", cause=event.type)
        case e.OperatorReleased():
            return v.StatusView(status="queued", cause=event.type)
        case e.OperatorAssigned():
            return v.StatusView(
                status="assigned",
                cause=event.type,
                operator_name=event.operator_name,
                operator_id=event.operator_id if reader == "operator" else "",
                av=event.av if reader == "operator" else 0,
            )
        case e.Resolved():
            return v.StatusView(status="resolved", cause=event.type, outcome=event.outcome, by=event.by)
    assert_never(event)


def _message(event: e.CustomerSpoke | e.AssistantReplied | e.OperatorSpoke, reader: Reader) -> v.MessageView:
    match event:
        case e.CustomerSpoke():
            return v.MessageView(
                who="customer", ai=False, text=event.text, lang=event.language, cid=event.cid
            )
        case e.OperatorSpoke():
            return v.MessageView(
                who="operator", ai=False, text=event.text, name=event.operator_name, cid=event.cid
            )
        case e.AssistantReplied():
            why = _why(event.weighed) if event.weighed is not None and reader == "operator" else None
            return _reply(event.turn, event.reply, reader, why)
    assert_never(event)


def _why(weighed: Weighed) -> v.WhyView | None:
    """Nothing where no person was offered or called."""
    if weighed.action not in ("offer", "escalate"):
        return None
    return v.WhyView(
        action=weighed.action,
        reason=weighed.reason or "",
        topic=weighed.topic or "",
        ground=weighed.ground,
        weight=round(weighed.weight, 2),
        limit=round(weighed.limit, 2),
        evidence=list(weighed.signals.telling),
        judged=weighed.is_judgement,
    )


def _reply(turn: int, reply: Reply, reader: Reader, why: v.WhyView | None) -> v.MessageView:
    return v.MessageView(
        who="assistant",
        ai=True,
        text=reply.text,
        lang=reply.language,
        turn=turn,
        kind=reply.kind,
        cites=[citation_view(citation) for citation in reply.citations],
        cards=[_card(card) for card in reply.cards],
        quick_replies=list(reply.quick_replies),
        change=_change_card(reply.change, reader) if reply.change else None,
        form=reply.form,
        simplified=reply.provenance.is_simplified,
        why=why,
    )


def citation_view(citation: Citation) -> v.CitationView:
    """A citation on the wire."""
    return v.CitationView(
        article=citation.article_id,
        passage=citation.passage_id,
        lang=citation.lang,
        title=citation.title,
        quote=citation.quote,
    )


def _change_card(card: ChangeCard, reader: Reader) -> v.ChangeCardView:
    return v.ChangeCardView(
        proposal=card.proposal.id,
        token=card.proposal.token if reader == "customer" else "",
        deed=card.deed,
        title=card.title,
        button=card.button,
        lines=_lines(card.lines),
        facts=[v.FactView(label=fact.label, value=fact.value) for fact in card.facts],
        until=card.proposal.until,
    )


def _lines(lines: Sequence[CardLine]) -> list[v.CardLineView]:
    return [v.CardLineView(name=line.name, quantity=line.quantity, amount=line.amount) for line in lines]


def _card(card: OrderCard) -> v.OrderCardView:
    return v.OrderCardView(
        order=card.order_id,
        status=card.status,
        status_text=card.status_text,
        lines=_lines(card.lines),
        total=card.total,
        expected=card.expected,
        tracking=card.tracking,
        note=card.note,
    )


def _internal(
    event: e.PacketPrepared | e.NoteAdded | e.EscalationJudged | e.DeskChanged,
) -> v.PacketView | v.NoteView | v.JudgedView | v.DeskEntryView:
    match event:
        case e.PacketPrepared():
            return _packet(event.packet)
        case e.NoteAdded():
            return v.NoteView(name=event.operator_name, text=event.text, cid=event.cid)
        case e.EscalationJudged():
            return v.JudgedView(needed=event.is_needed, call=event.call, name=event.operator_name)
        case e.DeskChanged():
            return entry_view(event.entry)
    assert_never(event)


def _packet(packet: Packet) -> v.PacketView:
    return v.PacketView(
        reason=packet.reason,
        lang=packet.language,
        summary=packet.summary,
        question=packet.question,
        tried=[
            v.TriedView(question=tried.question, reply=tried.reply, kind=tried.kind, cited=list(tried.cited))
            for tried in packet.tried
        ],
        identity=packet.identity,
        orders=list(packet.orders),
        mood=list(packet.mood),
        evidence=list(packet.evidence),
        suggested_reply=packet.suggested_reply,
        suggested_cites=[citation_view(citation) for citation in packet.suggested_citations],
    )


def entry_view(entry: DeskEntry) -> v.DeskEntryView:
    """A line of the operators' inbox on the wire."""
    return v.DeskEntryView(
        conversation=entry.conversation_id,
        status=entry.status,
        reason=entry.reason,
        lang=entry.language,
        queued_at=entry.queued_at,
        operator_id=entry.operator_id,
        operator_name=entry.operator_name,
        av=entry.av,
        last_text=entry.last_text,
        last_who=entry.last_who,
        last_at=entry.last_at,
        head=entry.head,
        verified=entry.is_verified,
        callback=entry.awaits_callback,
        contact=entry.contact,
    )
