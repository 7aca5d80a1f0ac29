"""Invariants of a conversation, as properties over any sequence of commands, sensible or not."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import commands as c
from app.domain import events as e
from app.domain.conversation import EMPTY, Conversation, desk_entry, evolve, fold
from app.domain.errors import StaleAssignment, SupportError, TurnSuperseded
from app.domain.ids import ConversationId, OfferId, OperatorId
from app.domain.replies import ReplyKind
from app.web import views as v
from app.web.transcript import view_of
from tests.builders import (
    CUSTOMER,
    FIRST_OPERATOR,
    NOON,
    SECOND_OPERATOR,
    Rehearsal,
    a_packet,
    a_reply,
    ask_for_a_person,
    claim,
    judge,
    note,
    reply,
    say,
    speak,
    start,
)

SECRET = "тайное слово операторов"

operators = st.sampled_from([FIRST_OPERATOR, SECOND_OPERATOR])
versions = st.integers(0, 4)
turns = st.integers(1, 14)
outcomes = st.sampled_from(["solved", "not_solved", "no_reply", "spam"])
offers = st.sampled_from(["offer-1", "offer-2"]).map(OfferId)


def transfer(by: OperatorId, av: int, to: OperatorId) -> c.Command:
    return c.TransferConversation(operator_id=by, av=av, to_id=to, to_name="Оператор")


def answer_offer(offer: OfferId, *, is_accepted: bool) -> c.Command:
    return c.AnswerOffer(offer_id=offer, is_accepted=is_accepted, packet=a_packet(SECRET))


def escalate(turn: int) -> c.Command:
    return c.RequestHandoff(reason=SECRET, packet=a_packet(SECRET), turn=turn, reply=a_reply(kind="handoff"))


COMMANDS: st.SearchStrategy[c.Command] = st.one_of(
    st.just(start()),
    st.builds(say),
    st.builds(say),
    st.builds(reply, turns),
    st.builds(reply, turns, offer=offers),
    st.builds(c.StopTurn, turn=turns),
    st.builds(ask_for_a_person, st.just(SECRET)),
    st.builds(escalate, turns),
    st.just(c.CancelHandoff()),
    st.builds(answer_offer, offers, is_accepted=st.booleans()),
    st.builds(claim, operators),
    st.builds(transfer, operators, versions, operators),
    st.builds(c.ReleaseConversation, operator_id=operators, av=versions, cause=st.just("absent")),
    st.builds(c.ReturnToAssistant, operator_id=operators, av=versions),
    st.builds(c.ResolveByOperator, operator_id=operators, av=versions, outcome=outcomes),
    st.builds(c.ResolveByCustomer, outcome=st.sampled_from(["solved", "not_solved"])),
    st.builds(speak, versions, operators),
    st.builds(note, st.just(SECRET)),
    st.builds(judge, operators, is_needed=st.booleans()),
    st.builds(c.RateReply, seq=turns, value=st.sampled_from([1, -1])),
    st.builds(c.RateSatisfaction, score=st.integers(0, 6)),
    st.just(c.LeaveContact(phone="+7 900 000-00-01")),
    st.builds(c.FinishCallback, operator_id=operators),
    st.just(c.VerifyIdentity(account="a-1", method="order", until=NOON + timedelta(hours=1))),
)


class Attempts(Rehearsal):
    """A rehearsal that goes on after a refusal, and keeps the state before each public event."""

    def __init__(self, commands: Sequence[c.Command]) -> None:
        super().__init__()
        for command in (start(), *commands):
            try:
                self.do(command)
            except SupportError:
                continue

    def steps(self) -> list[tuple[Conversation, e.Recorded, Conversation]]:
        """Every public event with the state before and after it."""
        found: list[tuple[Conversation, e.Recorded, Conversation]] = []
        state = EMPTY
        for entry in self.public:
            after = evolve(state, entry)
            found.append((state, entry, after))
            state = after
        return found


attempts = st.lists(COMMANDS, max_size=30).map(Attempts)
property_test = settings(max_examples=150, deadline=None)


@given(attempts)
@property_test
def test_the_disclosure_comes_before_the_assistants_first_word(told: Attempts) -> None:
    kinds = [entry.event.type for entry in told.public]
    assert kinds[:2] == ["conversation_started", "disclosed"]
    assert kinds.count("disclosed") == 1


@given(attempts)
@property_test
def test_the_assistant_speaks_only_in_its_own_status(told: Attempts) -> None:
    for before, entry, _ in told.steps():
        if isinstance(entry.event, e.AssistantReplied | e.PersonOffered | e.TurnStopped):
            assert before.status == "bot"


@given(attempts)
@property_test
def test_every_wait_has_a_reason_and_a_beginning(told: Attempts) -> None:
    for _, _, after in told.steps():
        if after.status in ("queued", "assigned"):
            assert after.reason
            assert after.queued_at is not None


@given(attempts)
@property_test
def test_a_turn_gets_at_most_one_reply(told: Attempts) -> None:
    answered = [entry.event.turn for entry in told.public if isinstance(entry.event, e.AssistantReplied)]
    assert len(answered) == len(set(answered))
    spoken = {entry.seq for entry in told.public if isinstance(entry.event, e.CustomerSpoke)}
    assert set(answered) <= spoken


@given(attempts)
@property_test
def test_a_stopped_turn_gets_no_reply_afterwards(told: Attempts) -> None:
    stopped: set[int] = set()
    for entry in told.public:
        if isinstance(entry.event, e.TurnStopped):
            stopped.add(entry.event.turn)
        if isinstance(entry.event, e.AssistantReplied):
            assert entry.event.turn not in stopped


@given(attempts)
@property_test
def test_a_customers_transcript_never_holds_a_note_a_packet_or_a_reason(told: Attempts) -> None:
    for entry in told.public:
        view = view_of(entry.event, "customer")
        assert not isinstance(view, v.NoteView | v.PacketView | v.JudgedView | v.DeskEntryView)
        assert SECRET not in view.model_dump_json()


@given(attempts)
@property_test
def test_an_internal_event_cannot_be_shown_to_a_customer(told: Attempts) -> None:
    for entry in told.notes:
        with pytest.raises(AssertionError):
            view_of(entry.event, "customer")
        view_of(entry.event, "operator")


@given(attempts, st.booleans())
@property_test
def test_a_person_is_one_command_away_from_every_status(told: Attempts, has_running_turn: bool) -> None:
    if has_running_turn:
        told.do(say())
    told.do(ask_for_a_person())
    assert told.state.status in ("queued", "assigned")


@given(attempts)
@property_test
def test_the_assignment_version_only_grows_and_grows_with_each_assignment(told: Attempts) -> None:
    for before, entry, after in told.steps():
        grown = 1 if isinstance(entry.event, e.OperatorAssigned) else 0
        assert after.av == before.av + grown


@given(attempts)
@property_test
def test_exactly_one_person_owns_an_assigned_conversation_and_nobody_any_other(told: Attempts) -> None:
    for before, entry, after in told.steps():
        assert (after.operator_id is not None) == (after.status == "assigned")
        if isinstance(entry.event, e.OperatorAssigned):
            assert before.operator_id is None, "taken from a colleague who did not let go"
        if isinstance(entry.event, e.OperatorSpoke):
            assert before.operator_id == entry.event.operator_id


@given(attempts)
@property_test
def test_folding_all_at_once_is_evolving_step_by_step(told: Attempts) -> None:
    assert fold(told.public) == told.state
    half = len(told.public) // 2
    assert fold(told.public[half:], fold(told.public[:half])) == told.state


@given(attempts)
@property_test
def test_the_head_counts_the_events(told: Attempts) -> None:
    assert told.state.head == len(told.public)
    assert [entry.seq for entry in told.public] == list(range(1, len(told.public) + 1))


@given(attempts)
@property_test
def test_an_ended_conversation_has_an_outcome_and_an_open_one_has_none(told: Attempts) -> None:
    for _, _, after in told.steps():
        assert (after.outcome is not None) == (after.status == "resolved")


@given(attempts)
@property_test
def test_only_the_assistants_status_awaits_its_reply_and_only_to_the_newest_message(told: Attempts) -> None:
    for _, _, after in told.steps():
        if after.awaits_reply:
            assert after.status == "bot"
            assert after.turn > 0
    newest = [entry.seq for entry in told.public if isinstance(entry.event, e.CustomerSpoke)]
    assert told.state.turn == (newest[-1] if newest else 0)


@given(attempts)
@property_test
def test_the_customer_of_a_conversation_never_changes(told: Attempts) -> None:
    assert all(after.customer_id == CUSTOMER for _, _, after in told.steps())


@given(attempts)
@property_test
def test_events_of_the_operators_streams_leave_a_conversation_as_it_is(told: Attempts) -> None:
    entry = desk_entry(ConversationId("c"), told.state)
    changed = e.Recorded(seq=1, at=NOON, event=e.DeskChanged(entry=entry))
    assert evolve(told.state, changed) is told.state
    assert fold(told.notes, told.state) == told.state


@given(attempts, turns)
@property_test
def test_a_reply_after_a_takeover_a_newer_message_or_a_stop_is_refused(told: Attempts, turn: int) -> None:
    told.do(say())
    running = told.state.turn
    for meanwhile in (say(), claim(), c.StopTurn(turn=running)):
        later = Attempts(())
        later.state, later.public = told.state, list(told.public)
        try:
            later.do(meanwhile)
        except SupportError:
            continue
        if later.state == told.state:
            continue
        with pytest.raises(TurnSuperseded):
            later.do(reply(running))
    if turn != running:
        with pytest.raises(TurnSuperseded):
            told.do(reply(turn))


@given(attempts, operators, versions)
@property_test
def test_nobody_but_the_owner_with_the_newest_version_speaks(
    told: Attempts, operator: OperatorId, av: int
) -> None:
    state = told.state
    is_owner = state.status == "assigned" and state.operator_id == operator and state.av == av
    if is_owner:
        assert [event.type for event in told.do(speak(av, operator))] == ["operator_spoke"]
        return
    with pytest.raises(StaleAssignment):
        told.do(speak(av, operator))


@given(attempts)
@property_test
def test_the_desks_line_says_what_the_conversation_says(told: Attempts) -> None:
    entry = desk_entry(ConversationId("c"), told.state)
    assert (entry.status, entry.head, entry.av) == (told.state.status, told.state.head, told.state.av)
    assert entry.operator_id == (told.state.operator_id or "")


def test_a_proof_of_identity_expires() -> None:
    rehearsal = Rehearsal(start())
    until = rehearsal.now + timedelta(minutes=10)
    rehearsal.do(c.VerifyIdentity(account="a-1", method="order", until=until))
    assert rehearsal.state.verified_account(until - timedelta(seconds=1)) == "a-1"
    assert rehearsal.state.verified_account(until) is None


def test_failures_count_in_a_row_and_small_talk_does_not_end_the_row() -> None:
    rehearsal = Rehearsal(start())
    row: tuple[tuple[ReplyKind, int], ...] = (
        ("not_found", 1),
        ("small_talk", 1),
        ("apology", 2),
        ("answer", 0),
        ("not_found", 1),
    )
    for kind, failures in row:
        rehearsal.do(say())
        rehearsal.do(c.ReplyAsAssistant(turn=rehearsal.state.turn, reply=a_reply(kind=kind)))
        assert rehearsal.state.failures == failures


def test_the_failures_of_before_are_forgotten_when_a_person_gives_the_conversation_back() -> None:
    rehearsal = Rehearsal(start(), say(), reply(3, kind="not_found"), claim())
    rehearsal.do(c.ReturnToAssistant(operator_id=FIRST_OPERATOR, av=1))
    assert (rehearsal.state.failures, rehearsal.state.thumbs_down) == (0, 0)
