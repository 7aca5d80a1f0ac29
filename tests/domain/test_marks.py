"""Which calls for a person can be marked as not needed: the assistant's own, and the newest of them alone."""

import pytest

from app.domain import commands as c
from app.domain import events as e
from app.domain.errors import NothingToJudge
from app.domain.ids import OfferId
from app.web.transcript import view_of
from tests.builders import (
    ANGRY,
    Rehearsal,
    a_packet,
    a_reply,
    a_weighed,
    ask_for_a_person,
    claim,
    judge,
    reply,
    say,
    start,
)

OFFERED = (start(), say(), reply(3, offer="offer-1"))
CALL = 4


def hand_over(turn: int, reason: str = "frustration") -> c.RequestHandoff:
    """The assistant calls a person by its own judgement, or because it was asked."""
    weighed = a_weighed("escalate", "asked_for_human" if reason == "asked_for_human" else "sensitive_topic")
    words = a_reply(kind="handoff")
    return c.RequestHandoff(reason=reason, packet=a_packet(reason), turn=turn, reply=words, weighed=weighed)


@pytest.mark.parametrize(
    "commands",
    [
        pytest.param(OFFERED, id="offered"),
        pytest.param((start(), say(), hand_over(3)), id="handed over"),
        pytest.param((start(), say(), hand_over(3), claim()), id="taken by a person"),
        pytest.param(
            (*OFFERED, c.AnswerOffer(offer_id=OfferId("offer-1"), is_accepted=False, packet=a_packet())),
            id="declined",
        ),
        pytest.param((*OFFERED, claim()), id="taken over by an operator"),
    ],
)
def test_what_the_assistant_judged_can_be_marked(commands: tuple[c.Command, ...]) -> None:
    (judged,) = Rehearsal(*commands).do(judge(is_needed=False))
    assert judged == e.EscalationJudged(
        operator_id=judge(is_needed=False).operator_id,
        operator_name="Оператор",
        is_needed=False,
        call=CALL,
    )


@pytest.mark.parametrize(
    "commands",
    [
        pytest.param((start(), say(), reply(3)), id="nobody was offered"),
        pytest.param((start(), say(), hand_over(3, "asked_for_human")), id="asked in words"),
        pytest.param((start(), say(), reply(3), ask_for_a_person()), id="asked by the button"),
        pytest.param((*OFFERED, ask_for_a_person()), id="asked after an offer"),
        pytest.param(
            (*OFFERED, c.AnswerOffer(offer_id=OfferId("offer-1"), is_accepted=True, packet=a_packet())),
            id="the offer was taken",
        ),
        pytest.param((start(), say(), claim()), id="an operator took over"),
    ],
)
def test_what_was_asked_for_cannot_be_marked(commands: tuple[c.Command, ...]) -> None:
    with pytest.raises(NothingToJudge):
        Rehearsal(*commands).do(judge(is_needed=False))


def test_a_mark_meant_for_an_older_call_is_refused() -> None:
    rehearsal = Rehearsal(*OFFERED, say(), reply(6, offer="offer-2"))
    assert rehearsal.state.call == 7
    with pytest.raises(NothingToJudge):
        rehearsal.do(judge(is_needed=False, call=CALL))
    assert len(rehearsal.do(judge(is_needed=False, call=7))) == 1


def test_a_mark_is_set_once_and_taken_back_once() -> None:
    rehearsal = Rehearsal(*OFFERED)
    assert rehearsal.do(judge(is_needed=True)) == ()
    assert len(rehearsal.do(judge(is_needed=False))) == 1
    assert rehearsal.do(judge(is_needed=False, is_marked=True)) == ()
    assert len(rehearsal.do(judge(is_needed=True, is_marked=True))) == 1


def test_the_operator_reads_why_and_the_customer_does_not() -> None:
    replied = Rehearsal(*OFFERED).public[CALL - 1].event
    to_operator = view_of(replied, "operator").model_dump()["why"]
    assert to_operator == {
        "action": "offer",
        "reason": "frustration",
        "topic": "",
        "ground": "anger",
        "weight": ANGRY.anger,
        "limit": 0.6,
        "evidence": [],
        "judged": True,
    }
    assert view_of(replied, "customer").model_dump()["why"] is None
