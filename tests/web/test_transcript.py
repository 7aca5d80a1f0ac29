"""The timeline as each reader may see it: authors never blur, and what is internal stays inside."""

import pytest

from app.domain import commands as c
from app.domain import events as e
from app.web import views as v
from app.web.transcript import view_of
from tests.builders import (
    FIRST_OPERATOR,
    Rehearsal,
    a_proposal,
    ask_for_a_person,
    claim,
    confirm,
    every_event,
    note,
    propose,
    reply,
    say,
    speak,
    start,
    verify,
)


def views(rehearsal: Rehearsal, reader: str = "customer") -> list[v.EventView]:
    who = "customer" if reader == "customer" else "operator"
    return [view_of(entry.event, who) for entry in rehearsal.public]


def test_every_event_has_a_view_for_operators_and_every_public_one_for_customers() -> None:
    for event in every_event():
        assert view_of(event, "operator").k
        if isinstance(event, e.NoteEvent | e.InboxEvent):
            with pytest.raises(AssertionError):
                view_of(event, "customer")
        else:
            assert view_of(event, "customer").k


def test_a_message_carries_its_author_and_only_the_assistants_are_marked_as_ai() -> None:
    told = Rehearsal(start(), say("Здравствуйте"), reply(3), claim(), speak(1))
    messages = [view for view in views(told) if isinstance(view, v.MessageView)]
    assert [(view.who, view.ai, view.name) for view in messages] == [
        ("customer", False, ""),
        ("assistant", True, ""),
        ("operator", False, "Оператор"),
    ]


def test_a_message_of_the_customer_comes_back_with_its_cid_to_replace_the_echo() -> None:
    told = Rehearsal(start(), say("Здравствуйте", cid="cid-echo"))
    assert getattr(views(told)[-1], "cid") == "cid-echo"  # noqa: B009 - a union of views


def test_why_a_person_was_called_is_for_operators_alone() -> None:
    told = Rehearsal(start(), say(), ask_for_a_person("sensitive_topic"))
    assert "sensitive_topic" not in views(told)[-1].model_dump_json()
    assert "sensitive_topic" in views(told, "operator")[-1].model_dump_json()


def test_a_customer_sees_the_name_of_who_took_over_and_neither_id_nor_version() -> None:
    told = Rehearsal(start(), claim())
    for reader, operator_id, av in (("customer", "", 0), ("operator", FIRST_OPERATOR, 1)):
        view = views(told, reader)[-1]
        assert isinstance(view, v.StatusView)
        assert (view.status, view.operator_name) == ("assigned", "Оператор")
        assert (view.operator_id, view.av) == (operator_id, av)


def test_the_status_of_the_view_is_the_status_of_the_conversation() -> None:
    steps: tuple[c.Command, ...] = (
        start(),
        say(),
        ask_for_a_person(),
        c.CancelHandoff(),
        claim(),
        c.ReleaseConversation(operator_id=FIRST_OPERATOR, av=1, cause="operator"),
        claim(),
        c.ReturnToAssistant(operator_id=FIRST_OPERATOR, av=2),
        c.ResolveByCustomer(outcome="solved"),
    )
    told = Rehearsal()
    for step in steps:
        told.do(step)
        seen = [view for view in views(told) if isinstance(view, v.StatusView)]
        assert (seen[-1].status if seen else "bot") == told.state.status


def test_an_internal_note_has_a_stream_of_its_own() -> None:
    told = Rehearsal(start(), note("Постоянный покупатель"))
    assert "Постоянный" not in str(views(told, "operator"))
    assert "Постоянный" in view_of(told.notes[0].event, "operator").model_dump_json()


def test_only_the_customer_gets_the_token_of_a_change() -> None:
    proposal = a_proposal()
    told = Rehearsal(start(), verify(), say())
    told.do(propose(told.state.turn, proposal))
    for reader, token in (("customer", proposal.token), ("operator", "")):
        view = views(told, reader)[-1]
        assert isinstance(view, v.MessageView) and view.change is not None
        assert (view.change.proposal, view.change.token) == (proposal.id, token)


def test_customers_and_operators_are_told_alike_which_change_was_decided() -> None:
    proposal = a_proposal()
    told = Rehearsal(start(), verify(), say())
    told.do(propose(told.state.turn, proposal))
    told.do(confirm(proposal))
    for reader in ("customer", "operator"):
        assert views(told, reader)[-1] == v.ChangeView(proposal=proposal.id, state="confirmed")
