"""The policy: at once when asked or grave, an offer when it goes wrong, silence after a refusal."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.escalation import EscalationPolicy, Signals

POLICY = EscalationPolicy()
ANGRY = Signals(frustration=0.9, anger=0.9, frustrated_turns=1)


def test_a_request_for_a_person_is_met_at_once() -> None:
    decision = POLICY.decide(Signals(asked_for_human=0.8, evidence=("«позовите оператора»",)))
    assert (decision.action, decision.reason) == ("escalate", "asked_for_human")
    assert "позовите оператора" in decision.explanation


def test_a_grave_topic_is_met_at_once_and_named() -> None:
    decision = POLICY.decide(Signals(sensitive="fraud", sensitive_score=0.9))
    assert (decision.action, decision.reason, decision.topic) == ("escalate", "sensitive_topic", "fraud")


def test_two_answers_without_a_source_bring_a_person() -> None:
    assert POLICY.decide(Signals(failures_in_row=1)).action == "none"
    assert POLICY.decide(Signals(failures_in_row=2)).reason == "ungrounded_twice"


def test_mild_annoyance_is_met_with_regret_before_anything_is_offered() -> None:
    assert POLICY.decide(Signals(frustration=0.6, anger=0.1, frustrated_turns=1)).action == "empathise"


def test_a_second_frustrated_turn_brings_an_offer() -> None:
    decision = POLICY.decide(Signals(frustration=0.6, anger=0.1, frustrated_turns=2))
    assert (decision.action, decision.reason) == ("offer", "frustration")


def test_strong_anger_brings_an_offer_at_once() -> None:
    assert POLICY.decide(ANGRY).action == "offer"


def test_a_question_asked_the_third_time_is_a_loop() -> None:
    assert POLICY.decide(Signals(repeats_question=2)).reason == "loop"


@pytest.mark.parametrize("turns_ago", [0, 1, 2])
def test_a_declined_offer_keeps_quiet_for_two_turns(turns_ago: int) -> None:
    assert POLICY.decide(replace(ANGRY, declined_turns_ago=turns_ago)).action == "empathise"


def test_after_two_quiet_turns_the_offer_returns() -> None:
    assert POLICY.decide(replace(ANGRY, declined_turns_ago=3)).action == "offer"


@given(
    signals=st.builds(
        Signals,
        asked_for_human=st.floats(0.9, 1),
        frustration=st.floats(0, 1),
        anger=st.floats(0, 1),
        repeats_question=st.integers(0, 9),
        declined_turns_ago=st.none() | st.integers(0, 9),
        offered_turns_ago=st.none() | st.integers(0, 9),
        sensitive=st.sampled_from([None, "legal", "press"]),
        sensitive_score=st.floats(0, 1),
    ),
    threshold=st.floats(0.01, 0.9),
)
def test_nothing_suppresses_an_explicit_request(signals: Signals, threshold: float) -> None:
    decision = EscalationPolicy(asked_for_human_at=threshold).decide(signals)
    assert (decision.action, decision.reason) == ("escalate", "asked_for_human")


@pytest.mark.parametrize("threshold", [0.0, 0.95, 2.0])
def test_no_setting_makes_a_person_unreachable(threshold: float) -> None:
    with pytest.raises(ValueError, match="asked_for_human_at"):
        EscalationPolicy(asked_for_human_at=threshold)


def test_every_decision_explains_itself_in_one_line() -> None:
    for signals in (ANGRY, Signals(repeats_question=3), Signals(thumbs_down=2), Signals(customer_turns=99)):
        decision = POLICY.decide(signals)
        assert decision.explanation and "\n" not in decision.explanation
        assert decision.weights


def test_a_calm_turn_decides_nothing() -> None:
    assert POLICY.decide(Signals()).action == "none"


def test_the_numbers_of_the_policy_are_data() -> None:
    assert all(isinstance(getattr(POLICY, field.name), int | float) for field in fields(POLICY))
