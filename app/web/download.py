"""The conversation as a text file for its customer: who said what and when, in their time and words."""

from collections.abc import Sequence
from datetime import UTC, tzinfo
from zoneinfo import ZoneInfo

from app.catalogue import say
from app.domain import events as e
from app.domain.ids import Language
from app.domain.replies import ChangeCard, OrderCard, Reply


def zone_of(name: str) -> tzinfo:
    """The time zone of an IANA name; UTC for one that is unknown here."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return UTC


def transcript_text(recorded: Sequence[e.Recorded], lang: Language, shop: str, zone: tzinfo) -> str:
    """All that the customer saw, under a heading for each day; `shop` is the shop's name."""
    lines = [say("assistant.transcript_title", lang, shop=shop)]
    day = ""
    for entry in recorded:
        said = _said(entry.event, lang)
        if not said:
            continue
        at = entry.at.astimezone(zone)
        if (today := at.strftime("%d.%m.%Y" if lang == "ru" else "%d %B %Y")) != day:
            day = today
            lines += ["", f"{day} ({at.tzname() or 'UTC'})", ""]
        lines.append(f"{at.strftime('%H:%M')}  {said}")
    return "\n".join(lines) + "\n"


def _said(event: e.Event, lang: Language) -> str:
    match event:
        case e.CustomerSpoke():
            return f"{say('assistant.transcript_customer', lang)}: {event.text}"
        case e.AssistantReplied():
            return f"{say('assistant.transcript_assistant', lang)}: {_reply(event.reply, lang)}"
        case e.OperatorSpoke():
            name = say("assistant.transcript_operator", lang, name=event.operator_name)
            return f"{name}: {event.text}"
        case e.Disclosed():
            return say("assistant.disclosure", lang)
        case e.HandoffRequested():
            return _notice("queued", lang)
        case e.OperatorAssigned():
            return _notice("assigned", lang, name=event.operator_name)
        case e.OperatorReleased() if event.cause != "transfer":
            return _notice("released", lang)
        case e.ReturnedToAssistant():
            return _notice("returned_nobody", lang)
        case e.HandoffCancelled():
            return _notice("cancelled", lang)
        case e.Resolved():
            return _notice("resolved", lang)
        case e.ChangeConfirmed():
            return f"— {say('widget.change_confirmed', lang)}"
        case e.ChangeDeclined():
            return f"— {say('widget.change_declined', lang)}"
        case e.ChangeSettled():
            card = [_card(event.card)] if event.card else []
            return "\n       ".join([f"— {event.text}", *card])
        case e.ContactLeft():
            return f"— {say('widget.contact_kept', lang, where=event.email or event.phone)}"
        case _:
            return ""


def _notice(kind: str, lang: Language, **values: str) -> str:
    return f"— {say(f'widget.notice_{kind}', lang, **values)}"


def _reply(reply: Reply, lang: Language) -> str:
    cited = list(dict.fromkeys(citation.title for citation in reply.citations if citation.title))
    sources = [say("assistant.transcript_sources", lang, titles="; ".join(cited))] if cited else []
    change = [_change(reply.change)] if reply.change else []
    return "\n       ".join([reply.text, *map(_card, reply.cards), *change, *sources])


def _change(card: ChangeCard) -> str:
    lines = [f"{line.name} × {line.quantity}  {line.amount}".rstrip() for line in card.lines]
    return "; ".join([card.title, *lines, *(f"{fact.label}: {fact.value}" for fact in card.facts)])


def _card(card: OrderCard) -> str:
    lines = [f"{line.name} × {line.quantity}  {line.amount}".rstrip() for line in card.lines]
    return "; ".join(part for part in (card.order_id, card.status_text, *lines, card.total) if part)
