"""What `decide` allows: every command in every status, and the races that a person must win."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain import commands as c
from app.domain.decisions import TEXT_LIMIT
from app.domain.errors import (
    AlreadyClaimed,
    Conflict,
    InvalidInput,
    NotFound,
    NothingToJudge,
    ProposalVoid,
    StaleAssignment,
    SupportError,
    TurnSuperseded,
)
from app.domain.events import CustomerSpoke
from app.domain.ids import Cid, OfferId
from app.domain.replies import Reply
from tests.builders import (
    CUSTOMER,
    FIRST_OPERATOR,
    NOON,
    SECOND_OPERATOR,
    Rehearsal,
    a_packet,
    a_proposal,
    a_reply,
    ask_for_a_person,
    claim,
    confirm,
    judge,
    note,
    reply,
    say,
    speak,
    start,
)

OFFER = OfferId("offer-1")
REPLIED = 4
"""The seq of the assistant's first reply in every status but the first."""
TURN = 6
"""The turn that awaits a reply in status `bot`."""

BEGINNING = (start(), say(), reply(3, offer=OFFER), say("А ещё вопрос"))
STATUSES: dict[str, tuple[c.Command, ...]] = {
    "absent": (),
    "bot": BEGINNING,
    "queued": (*BEGINNING, ask_for_a_person()),
    "assigned": (*BEGINNING, ask_for_a_person(), claim()),
    "resolved": (
        *BEGINNING,
        ask_for_a_person(),
        claim(),
        c.ResolveByOperator(operator_id=FIRST_OPERATOR, av=1, outcome="solved"),
    ),
}

COMMANDS: dict[str, c.Command] = {
    "start": start(),
    "say": say(),
    "reply": c.ReplyAsAssistant(turn=TURN, reply=a_reply()),
    "reply with an offer": reply(TURN, offer="offer-2"),
    "stop": c.StopTurn(turn=TURN),
    "ask for a person": ask_for_a_person(),
    "escalate the turn": c.RequestHandoff(
        reason="frustration", packet=a_packet("frustration"), turn=TURN, reply=a_reply(kind="handoff")
    ),
    "leave the queue": c.CancelHandoff(),
    "accept the offer": c.AnswerOffer(offer_id=OFFER, is_accepted=True, packet=a_packet()),
    "decline the offer": c.AnswerOffer(offer_id=OFFER, is_accepted=False, packet=a_packet()),
    "claim": claim(),
    "claim by a colleague": claim(SECOND_OPERATOR),
    "transfer": c.TransferConversation(
        operator_id=FIRST_OPERATOR, av=1, to_id=SECOND_OPERATOR, to_name="Коллега"
    ),
    "release": c.ReleaseConversation(operator_id=FIRST_OPERATOR, av=1, cause="operator"),
    "return": c.ReturnToAssistant(operator_id=FIRST_OPERATOR, av=1),
    "resolve by the operator": c.ResolveByOperator(operator_id=FIRST_OPERATOR, av=1, outcome="solved"),
    "resolve by the customer": c.ResolveByCustomer(outcome="not_solved"),
    "speak": speak(1),
    "note": note(),
    "judge": judge(is_needed=False),
    "rate the reply": c.RateReply(seq=REPLIED, value=-1),
    "rate the conversation": c.RateSatisfaction(score=4, text="Спасибо"),
    "leave a contact": c.LeaveContact(email="anna@example.com"),
    "finish the callback": c.FinishCallback(operator_id=FIRST_OPERATOR),
    "verify": c.VerifyIdentity(account="a-1", method="order", until=NOON + timedelta(hours=1)),
    "confirm a change that nobody proposed": confirm(a_proposal()),
    "decline a change that nobody proposed": c.DeclineChange(proposal_id=a_proposal().id),
    "settle a change that nobody confirmed": c.SettleChange(
        proposal_id=a_proposal().id, outcome="done", text="Готово", language="ru"
    ),
}

Expected = str | type[SupportError]
TO_QUEUE = "handoff_requested packet_prepared"

TABLE: dict[str, tuple[Expected, ...]] = {
    # command                  bot, queued, assigned, resolved: events, or the error
    "start": ("", "", "", ""),
    "say": ("customer_spoke",) * 4,
    "reply": ("assistant_replied", TurnSuperseded, TurnSuperseded, TurnSuperseded),
    "reply with an offer": (
        "assistant_replied person_offered",
        TurnSuperseded,
        TurnSuperseded,
        TurnSuperseded,
    ),
    "stop": ("turn_stopped", "", "", ""),
    "ask for a person": (TO_QUEUE, "", "", TO_QUEUE),
    "escalate the turn": (
        f"assistant_replied {TO_QUEUE}",
        TurnSuperseded,
        TurnSuperseded,
        TurnSuperseded,
    ),
    "leave the queue": ("", "handoff_cancelled", "", ""),
    "accept the offer": (f"offer_answered {TO_QUEUE}", "", "", ""),
    "decline the offer": ("offer_answered", "", "", ""),
    "claim": (f"{TO_QUEUE} operator_assigned", "operator_assigned", "", Conflict),
    "claim by a colleague": (
        f"{TO_QUEUE} operator_assigned",
        "operator_assigned",
        AlreadyClaimed,
        Conflict,
    ),
    "transfer": (StaleAssignment, StaleAssignment, "operator_released operator_assigned", StaleAssignment),
    "release": (StaleAssignment, StaleAssignment, "operator_released", StaleAssignment),
    "return": (StaleAssignment, StaleAssignment, "returned_to_assistant", StaleAssignment),
    "resolve by the operator": (StaleAssignment, StaleAssignment, "resolved", StaleAssignment),
    "resolve by the customer": ("resolved", "resolved", "resolved", ""),
    "speak": (StaleAssignment, StaleAssignment, "operator_spoke", StaleAssignment),
    "note": ("note_added",) * 4,
    "judge": ("escalation_judged", NothingToJudge, NothingToJudge, NothingToJudge),
    "rate the reply": ("reply_rated",) * 4,
    "rate the conversation": ("satisfaction_rated",) * 4,
    "leave a contact": ("contact_left",) * 4,
    "finish the callback": ("", "", "", ""),
    "verify": ("identity_verified",) * 4,
    "confirm a change that nobody proposed": (ProposalVoid,) * 4,
    "decline a change that nobody proposed": ("",) * 4,
    "settle a change that nobody confirmed": ("",) * 4,
}


def outcome_of(rehearsal: Rehearsal, command: c.Command) -> Expected:
    try:
        return " ".join(event.type for event in rehearsal.do(command))
    except SupportError as error:
        return type(error)


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_does_in_each_status_what_the_table_says(name: str) -> None:
    found = tuple(
        outcome_of(Rehearsal(*STATUSES[status]), COMMANDS[name])
        for status in ("bot", "queued", "assigned", "resolved")
    )
    assert found == TABLE[name]


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "start"])
def test_before_the_start_nothing_can_be_asked_of_a_conversation(name: str) -> None:
    assert outcome_of(Rehearsal(), COMMANDS[name]) is NotFound


@pytest.mark.parametrize("status", [status for status in STATUSES if status != "absent"])
def test_the_statuses_of_the_table_are_the_statuses_they_are_named_after(status: str) -> None:
    assert Rehearsal(*STATUSES[status]).state.status == status


def test_every_kind_of_command_stands_in_the_table() -> None:
    assert {type(command) for command in COMMANDS.values()} == set(c.Command.__args__)


def test_a_conversation_opens_with_the_disclosure_in_the_customers_language() -> None:
    events = Rehearsal().do(c.StartConversation(customer_id=CUSTOMER, language="en"))
    assert [event.type for event in events] == ["conversation_started", "disclosed"]
    assert getattr(events[1], "language") == "en"  # noqa: B009 - a union of events


@pytest.mark.parametrize(
    "meanwhile",
    [
        pytest.param(say("Уже не надо"), id="a new message"),
        pytest.param(c.StopTurn(turn=3), id="stop"),
        pytest.param(claim(), id="a takeover"),
        pytest.param(ask_for_a_person(), id="a request for a person"),
        pytest.param(c.ResolveByCustomer(outcome="solved"), id="the end"),
        pytest.param(reply(3), id="the same reply from another node"),
    ],
)
def test_a_late_reply_is_refused_after(meanwhile: c.Command) -> None:
    rehearsal = Rehearsal(start(), say(), meanwhile)
    with pytest.raises(TurnSuperseded):
        rehearsal.do(reply(3))
    with pytest.raises(TurnSuperseded):
        rehearsal.do(
            c.RequestHandoff(reason="frustration", packet=a_packet(), turn=3, reply=a_reply(kind="handoff"))
        )


def test_a_takeover_and_return_do_not_revive_the_reply_of_before() -> None:
    rehearsal = Rehearsal(start(), say(), claim(), c.ReturnToAssistant(operator_id=FIRST_OPERATOR, av=1))
    with pytest.raises(TurnSuperseded):
        rehearsal.do(reply(3))


def test_an_assignment_version_of_before_is_refused() -> None:
    released = c.ReleaseConversation(operator_id=FIRST_OPERATOR, av=1, cause="operator")
    rehearsal = Rehearsal(start(), say(), claim(), released, claim())
    assert rehearsal.state.av == 2
    with pytest.raises(StaleAssignment):
        rehearsal.do(speak(1))
    assert [event.type for event in rehearsal.do(speak(2))] == ["operator_spoke"]


def test_a_resolved_conversation_goes_on_with_the_assistant_when_the_customer_writes() -> None:
    rehearsal = Rehearsal(*STATUSES["resolved"])
    rehearsal.do(say("Ещё одно"))
    assert (rehearsal.state.status, rehearsal.state.awaits_reply) == ("bot", True)
    assert rehearsal.state.outcome is None


def test_a_takeover_from_the_assistant_says_why_it_was_queued() -> None:
    rehearsal = Rehearsal(start(), say(), claim())
    assert rehearsal.state.reason == "operator_took_over"
    assert [entry.event.type for entry in rehearsal.notes] == ["packet_prepared"]


@pytest.mark.parametrize(
    ("command", "field"),
    [
        (c.SayAsCustomer(text=" \n\t", language="ru", cid=Cid("cid-empty")), "text"),
        (c.SayAsCustomer(text="ы" * (TEXT_LIMIT + 1), language="ru", cid=Cid("cid-long")), "text"),
        (c.RequestHandoff(reason="", packet=a_packet()), "reason"),
        (c.RateSatisfaction(score=0), "score"),
        (c.RateSatisfaction(score=6), "score"),
        (c.LeaveContact(about="Перезвоните"), "email"),
        (c.VerifyIdentity(account="a-1", method="order", until=NOON), "until"),
    ],
)
def test_a_value_out_of_range_is_named(command: c.Command, field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        Rehearsal(start()).do(command)
    assert caught.value.field == field


def test_only_the_assistants_messages_can_be_rated() -> None:
    rehearsal = Rehearsal(start(), say(), reply(3), claim(), speak(1))
    with pytest.raises(NotFound):
        rehearsal.do(c.RateReply(seq=3, value=1))
    with pytest.raises(NotFound):
        rehearsal.do(c.RateReply(seq=rehearsal.state.head, value=1))


def test_disliking_one_reply_twice_counts_once_and_the_last_word_counts() -> None:
    rehearsal = Rehearsal(start(), say(), reply(3))
    rehearsal.do(c.RateReply(seq=4, value=-1))
    rehearsal.do(c.RateReply(seq=4, value=-1))
    assert rehearsal.state.thumbs_down == 1
    rehearsal.do(c.RateReply(seq=4, value=1))
    assert rehearsal.state.thumbs_down == 0


def test_a_callback_is_owed_until_it_is_made() -> None:
    rehearsal = Rehearsal(start(), c.LeaveContact(phone="+7 900 000-00-01"))
    assert rehearsal.state.awaits_callback
    done = c.FinishCallback(operator_id=FIRST_OPERATOR)
    assert [event.type for event in rehearsal.do(done)] == ["callback_done"]
    assert not rehearsal.state.awaits_callback
    assert rehearsal.do(done) == ()


def test_a_callback_that_is_made_ends_the_wait_in_the_queue() -> None:
    rehearsal = Rehearsal(*STATUSES["queued"], c.LeaveContact(phone="+7 900 000-00-01"))
    done = c.FinishCallback(operator_id=FIRST_OPERATOR)
    assert [event.type for event in rehearsal.do(done)] == ["callback_done", "resolved"]
    assert rehearsal.state.outcome == "solved"


def test_an_offer_taken_in_words_is_answered_in_words_and_only_in_time() -> None:
    rehearsal = Rehearsal(*BEGINNING)
    words = Reply(text="Зову сотрудника.", kind="handoff", language="ru")
    late = c.AnswerOffer(offer_id=OFFER, is_accepted=True, packet=a_packet(), turn=1, reply=words)
    with pytest.raises(TurnSuperseded):
        rehearsal.do(late)
    decided = rehearsal.do(replace(late, turn=rehearsal.state.turn))
    assert [event.type for event in decided] == [
        "offer_answered",
        "assistant_replied",
        "handoff_requested",
        "packet_prepared",
    ]
    assert rehearsal.state.status == "queued"


def test_control_characters_are_dropped_and_line_breaks_stay() -> None:
    rehearsal = Rehearsal(start())
    (spoke,) = rehearsal.do(say("Где\x00 заказ?\n\tСпасибо\x1f"))
    assert isinstance(spoke, CustomerSpoke)
    assert spoke.text == "Где заказ?\n\tСпасибо"
