"""A change of an order is confirmed once, by whom it was proposed to, for the very change that was shown."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import commands as c
from app.domain.errors import ChangeUnderWay, ProposalVoid
from app.domain.events import ChangeOutcome
from app.domain.ids import OrderId
from app.domain.order_changes import Proposal
from app.domain.orders import Address
from app.storage.timeline import decode, encode
from tests.builders import (
    NOON,
    Rehearsal,
    a_packet,
    a_proposal,
    ask_for_a_person,
    claim,
    confirm,
    propose,
    say,
    start,
    verify,
)

FIRST, SECOND = a_proposal(), a_proposal("proposal-2", order=OrderId("K-1002"))


def proposed(*proposals: Proposal) -> Rehearsal:
    rehearsal = Rehearsal(start(), verify())
    for proposal in proposals:
        rehearsal.do(say())
        rehearsal.do(propose(rehearsal.state.turn, proposal))
    return rehearsal


def settle(proposal: Proposal, outcome: ChangeOutcome = "done", *, packet: bool = False) -> c.SettleChange:
    return c.SettleChange(
        proposal_id=proposal.id,
        outcome=outcome,
        text="Готово",
        language="ru",
        packet=a_packet("tool_failure") if packet else None,
    )


def kinds(rehearsal: Rehearsal, command: c.Command) -> list[str]:
    return [event.type for event in rehearsal.do(command)]


def test_a_button_pressed_twice_confirms_once() -> None:
    rehearsal = proposed(FIRST)
    assert kinds(rehearsal, confirm(FIRST)) == ["change_confirmed"]
    assert kinds(rehearsal, confirm(FIRST)) == []
    assert kinds(rehearsal, settle(FIRST)) == ["change_settled"]
    assert kinds(rehearsal, confirm(FIRST)) == []
    assert kinds(rehearsal, settle(FIRST)) == []


def test_a_newer_card_voids_the_older_one() -> None:
    rehearsal = proposed(FIRST, SECOND)
    with pytest.raises(ProposalVoid):
        rehearsal.do(confirm(FIRST))
    assert kinds(rehearsal, confirm(SECOND)) == ["change_confirmed"]


def test_a_declined_change_cannot_be_confirmed_afterwards() -> None:
    rehearsal = proposed(FIRST)
    assert kinds(rehearsal, c.DeclineChange(proposal_id=FIRST.id)) == ["change_declined"]
    assert kinds(rehearsal, confirm(FIRST)) == []
    assert rehearsal.state.confirmed is None


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(a_proposal(order=OrderId("K-1002")), id="another order"),
        pytest.param(a_proposal(deed="return", items=("blue",)), id="another deed"),
        pytest.param(a_proposal(account="a-2"), id="another account"),
        pytest.param(a_proposal(address=Address(city="Омск", line="Мира, 1")), id="another address"),
        pytest.param(replace(FIRST, version="~2"), id="another version of the order"),
        pytest.param(replace(FIRST, until=FIRST.until + timedelta(minutes=1)), id="a longer validity"),
    ],
)
def test_the_token_of_another_change_confirms_nothing(other: Proposal) -> None:
    assert other.id == FIRST.id
    rehearsal = proposed(FIRST)
    with pytest.raises(ProposalVoid):
        rehearsal.do(c.ConfirmChange(proposal_id=FIRST.id, token=other.token))


@given(st.text(max_size=40))
def test_a_guessed_token_confirms_nothing(token: str) -> None:
    rehearsal = proposed(FIRST)
    if token != FIRST.token:
        with pytest.raises(ProposalVoid):
            rehearsal.do(c.ConfirmChange(proposal_id=FIRST.id, token=token))


def test_a_button_stops_working_when_its_time_is_over() -> None:
    rehearsal = proposed(FIRST)
    rehearsal.now = NOON + timedelta(minutes=20)
    with pytest.raises(ProposalVoid):
        rehearsal.do(confirm(FIRST))


def test_a_button_stops_working_when_the_proof_of_identity_expires() -> None:
    rehearsal = Rehearsal(start(), verify(until=NOON + timedelta(minutes=2)), say())
    rehearsal.do(propose(rehearsal.state.turn, FIRST))
    rehearsal.now = NOON + timedelta(minutes=3)
    with pytest.raises(ProposalVoid):
        rehearsal.do(confirm(FIRST))


def test_somebody_who_proved_another_account_since_cannot_press_the_button() -> None:
    rehearsal = proposed(FIRST)
    rehearsal.do(verify("a-2"))
    with pytest.raises(ProposalVoid):
        rehearsal.do(confirm(FIRST))


@pytest.mark.parametrize(
    "meanwhile",
    [
        pytest.param(claim(), id="a takeover"),
        pytest.param(c.ResolveByCustomer(outcome="solved"), id="the end"),
    ],
)
def test_a_card_is_void_after(meanwhile: c.Command) -> None:
    rehearsal = proposed(FIRST)
    rehearsal.do(meanwhile)
    with pytest.raises(ProposalVoid):
        rehearsal.do(confirm(FIRST))


def test_a_customer_in_the_queue_may_still_press_the_button() -> None:
    rehearsal = proposed(FIRST)
    rehearsal.do(ask_for_a_person())
    assert kinds(rehearsal, confirm(FIRST)) == ["change_confirmed"]


def test_a_second_change_waits_until_the_first_is_settled() -> None:
    rehearsal = proposed(FIRST)
    rehearsal.do(confirm(FIRST))
    rehearsal.do(say())
    rehearsal.do(propose(rehearsal.state.turn, SECOND))
    with pytest.raises(ChangeUnderWay):
        rehearsal.do(confirm(SECOND))
    rehearsal.do(settle(FIRST))
    assert kinds(rehearsal, confirm(SECOND)) == ["change_confirmed"]


def test_an_unclear_settlement_calls_a_person_unless_one_is_there() -> None:
    rehearsal = proposed(FIRST)
    rehearsal.do(confirm(FIRST))
    called = ["change_settled", "handoff_requested", "packet_prepared"]
    assert kinds(rehearsal, settle(FIRST, "unclear", packet=True)) == called
    taken = proposed(FIRST)
    taken.do(confirm(FIRST))
    taken.do(claim())
    assert kinds(taken, settle(FIRST, "unclear", packet=True)) == ["change_settled"]


def test_a_confirmed_change_is_owed_until_it_is_settled_whoever_has_the_conversation() -> None:
    rehearsal = proposed(FIRST)
    rehearsal.do(confirm(FIRST))
    rehearsal.do(claim())
    assert rehearsal.state.awaits_us
    rehearsal.do(settle(FIRST))
    assert not rehearsal.state.awaits_us


def test_the_token_is_the_same_after_storing_and_reading() -> None:
    rehearsal = proposed(FIRST)
    stored = decode(encode(rehearsal.public[-1].event))
    assert getattr(stored, "reply").change.proposal.token == FIRST.token  # noqa: B009 - a union of events
