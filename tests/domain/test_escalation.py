"""The policy: at once when asked or grave, an offer when it goes wrong, silence after a refusal."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.escalation import BOUNDS, EscalationPolicy, Signals
from app.domain.weighing import Weighed, decide_anew, weigh

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


@given(
    numbers=st.fixed_dictionaries(
        {
            name: st.integers(int(least), int(most)) if isinstance(least, int) else st.floats(least, most)
            for name, (least, most) in BOUNDS.items()
        }
    ),
    score=st.floats(0.6, 1),
)
def test_no_numbers_keep_a_person_from_who_speaks_of_harming_themselves(
    numbers: dict[str, float], score: float
) -> None:
    policy = EscalationPolicy(**numbers)  # pyright: ignore[reportArgumentType]
    decision = policy.decide(Signals(sensitive="self_harm", sensitive_score=score, declined_turns_ago=0))
    assert (decision.action, decision.topic) == ("escalate", "self_harm")
    asked = policy.decide(Signals(asked_for_human=0.9, declined_turns_ago=0))
    assert (asked.action, asked.reason) == ("escalate", "asked_for_human")


@pytest.mark.parametrize("name", BOUNDS)
def test_every_number_has_bounds_that_hold_and_hold_our_own(name: str) -> None:
    least, most = BOUNDS[name]
    assert least <= getattr(POLICY, name) <= most
    for beyond in (least - 1, most + 1, float("nan")):
        with pytest.raises(ValueError, match=name):
            replace(POLICY, **{name: beyond})
    assert set(BOUNDS) == {field.name for field in fields(POLICY)}


def test_a_reply_that_did_not_help_brings_an_offer_and_the_second_one_a_person() -> None:
    calm = POLICY.decide(Signals())
    first = POLICY.after_failure(calm, Signals(), "ungrounded_twice")
    assert (first.action, first.reason, first.weights[0]) == (
        "offer",
        "ungrounded_twice",
        ("failures_in_row", 1),
    )
    second = POLICY.after_failure(calm, Signals(failures_in_row=1), "tool_failure")
    assert (second.action, second.reason, second.limit) == ("escalate", "tool_failure", 2)


def test_what_is_kept_of_a_decision_is_enough_to_decide_it_again() -> None:
    for signals in (ANGRY, Signals(repeats_question=3), Signals(asked_for_human=0.7), Signals()):
        kept = weigh(POLICY.decide(signals), signals, 3)
        again = decide_anew(POLICY, kept)
        assert (again.action, again.reason, kept.policy) == (kept.action, kept.reason, 3)
    assert decide_anew(POLICY, Weighed(signals=Signals(), failure="tool_failure")).action == "offer"


def test_a_decision_says_which_number_it_reached() -> None:
    kept = weigh(POLICY.decide(ANGRY), ANGRY, 0)
    assert (kept.ground, kept.weight, kept.limit) == ("anger", 0.9, 0.6)
    assert kept.is_judgement
    asked = weigh(POLICY.decide(Signals(asked_for_human=0.8)), Signals(), 0)
    assert asked.is_call and not asked.is_judgement
