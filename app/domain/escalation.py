"""When a conversation goes to a person: what was noticed, the policy in numbers, the decision and why."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

EscalationReason = Literal[
    "asked_for_human",
    "sensitive_topic",
    "frustration",
    "ungrounded_twice",
    "tool_failure",
    "model_unavailable",
    "loop",
    "turn_cap",
]
SensitiveTopic = Literal["legal", "safety_injury", "medical", "self_harm", "fraud", "data_deletion", "press"]
SENSITIVE_TOPICS: tuple[SensitiveTopic, ...] = (
    "legal",
    "safety_injury",
    "medical",
    "self_harm",
    "fraud",
    "data_deletion",
    "press",
)
Action = Literal["none", "empathise", "offer", "escalate"]
"""Go on; go on with a word of regret; add a button that calls a person; hand over now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One thing said, oldest first when in a list."""

    role: Literal["customer", "assistant", "operator"]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """What was noticed at the customer's last turn. Scores are 0..1, counts start at 0.

    The reader fills what the text shows; `thumbs_down` and everything below it come from the timeline.
    """

    asked_for_human: float = 0.0
    sensitive: SensitiveTopic | None = None
    sensitive_score: float = 0.0
    asks_if_bot: bool = False
    frustration: float = 0.0
    """How likely this turn shows annoyance, anger, sarcasm or resignation."""
    anger: float = 0.0
    """How strong it is: 1 is rage or insult."""
    frustrated_turns: int = 0
    """Frustrated customer turns in the recent past, this one included, with no relief between."""
    repeats_question: int = 0
    """How many earlier customer turns already stated this need."""
    repeated_answer: int = 0
    """How many times the assistant's last answer had already been given."""
    not_helped: bool = False
    """The customer says that the last answer did not help."""
    relieved: bool = False
    """The customer thanks or says that it is settled."""
    customer_turns: int = 0
    thumbs_down: int = 0
    failures_in_row: int = 0
    """Assistant answers in a row that no source carried."""
    tool_failures: int = 0
    model_unavailable: bool = False
    """No model, and nothing could be quoted instead."""
    offered_turns_ago: int | None = None
    """Customer turns since a person was last offered; None when never."""
    declined_turns_ago: int | None = None
    """Customer turns since such an offer was declined; None when never."""
    evidence: tuple[str, ...] = ()
    """Short readable grounds, strongest first."""

    @property
    def telling(self) -> tuple[str, ...]:
        """The strongest grounds, as many as fit into the operator's one line."""
        return self.evidence[:3]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What to do now and why; `explanation` is one line, `weights` the figures that carried it.

    `limit` is the number of the policy that the first of them reached.
    """

    action: Action
    reason: EscalationReason | None = None
    topic: SensitiveTopic | None = None
    explanation: str = ""
    weights: tuple[tuple[str, float], ...] = ()
    limit: float = 0.0


BOUNDS: Mapping[str, tuple[float, float]] = {
    "asked_for_human_at": (0.01, 0.9),
    "self_harm_at": (0.01, 0.6),
    "sensitive_at": (0.5, 0.9),
    "surely_sensitive_at": (0.5, 0.95),
    "frustration_at": (0.5, 0.95),
    "anger_at": (0.3, 0.95),
    "frustrated_turns_for_offer": (1, 6),
    "repeats_for_offer": (1, 5),
    "repeated_answers_for_offer": (1, 5),
    "thumbs_down_for_offer": (1, 10),
    "failures_for_escalation": (1, 5),
    "tool_failures_for_offer": (1, 5),
    "tool_failures_for_escalation": (1, 5),
    "turn_cap": (5, 100),
    "quiet_turns_after_decline": (0, 10),
    "quiet_turns_after_offer": (0, 10),
}
"""The least and the most of each number. Below 0.5 the reader names no topic and counts no frustrated turn;
above 0.95 hardly anything is that sure: beyond these a number would do nothing, or switch its rule off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationPolicy:
    """The numbers of the policy, all of them data; `decide` only compares.

    No number can switch off an explicit request or a word of self-harm: both are bounded from above, and
    neither depends on the others.
    """

    asked_for_human_at: float = 0.5
    self_harm_at: float = 0.5
    """From here a word of self-harm is handed over at once."""
    sensitive_at: float = 0.5
    """From here a person is offered beside the answer."""
    surely_sensitive_at: float = 0.62
    """From here any sensitive topic is handed over at once."""
    frustration_at: float = 0.5
    """From here a turn counts as frustrated and is met with a word of regret."""
    anger_at: float = 0.6
    """From here one frustrated turn is enough for an offer."""
    frustrated_turns_for_offer: int = 2
    repeats_for_offer: int = 2
    repeated_answers_for_offer: int = 1
    thumbs_down_for_offer: int = 2
    failures_for_escalation: int = 2
    tool_failures_for_offer: int = 1
    tool_failures_for_escalation: int = 2
    turn_cap: int = 15
    quiet_turns_after_decline: int = 2
    quiet_turns_after_offer: int = 1

    def __post_init__(self) -> None:
        for name, (least, most) in BOUNDS.items():
            if not least <= getattr(self, name) <= most:
                raise ValueError(f"{name} must be {least:g} to {most:g}: a person is always reachable")

    def decide(self, signals: Signals) -> Decision:
        """The decision for the customer's last turn; the gravest ground wins."""
        return self._immediate(signals) or self._offer(signals) or self._tone(signals)

    def after_failure(self, decision: Decision, signals: Signals, reason: EscalationReason) -> Decision:
        """`decision` once the reply to this turn did not help: an offer, or a person after several such."""
        failures = signals.failures_in_row + 1
        ground, limit = ("failures_in_row", failures), self.failures_for_escalation
        if failures >= limit:
            return replace(_decision("escalate", reason, signals, ground, limit), topic=decision.topic)
        return decision if decision.action == "offer" else _decision("offer", reason, signals, ground, 1)

    def _immediate(self, signals: Signals) -> Decision | None:
        sensitive_at = self.self_harm_at if signals.sensitive == "self_harm" else self.surely_sensitive_at
        sensitive = signals.sensitive_score if signals.sensitive is not None else 0.0
        grounds: tuple[_Ground, ...] = (
            ("asked_for_human", "asked_for_human", signals.asked_for_human, self.asked_for_human_at),
            ("sensitive_topic", "sensitive", sensitive, sensitive_at),
            ("ungrounded_twice", "failures_in_row", signals.failures_in_row, self.failures_for_escalation),
            ("tool_failure", "tool_failures", signals.tool_failures, self.tool_failures_for_escalation),
        )
        return _first("escalate", grounds, signals)

    def _offer(self, signals: Signals) -> Decision | None:
        if self._is_quiet(signals):
            return None
        is_frustrated = signals.frustration >= self.frustration_at
        sensitive = signals.sensitive_score if signals.sensitive is not None else 0.0
        repeated = 0 if signals.relieved else signals.repeated_answer
        grounds: tuple[_Ground, ...] = (
            ("sensitive_topic", "sensitive", sensitive, self.sensitive_at),
            ("model_unavailable", "model_unavailable", float(signals.model_unavailable), 1.0),
            ("tool_failure", "tool_failures", signals.tool_failures, self.tool_failures_for_offer),
            ("loop", "repeats_question", signals.repeats_question, self.repeats_for_offer),
            ("loop", "repeated_answer", repeated, self.repeated_answers_for_offer),
            ("frustration", "anger", signals.anger if is_frustrated else 0.0, self.anger_at),
            (
                "frustration",
                "frustrated_turns",
                signals.frustrated_turns if is_frustrated else 0,
                self.frustrated_turns_for_offer,
            ),
            ("frustration", "thumbs_down", signals.thumbs_down, self.thumbs_down_for_offer),
            ("turn_cap", "customer_turns", signals.customer_turns, self.turn_cap),
        )
        return _first("offer", grounds, signals)

    def _tone(self, signals: Signals) -> Decision:
        if signals.frustration >= self.frustration_at:
            ground = ("frustration", signals.frustration)
            return _decision("empathise", None, signals, ground, self.frustration_at)
        return Decision(action="none")

    def _is_quiet(self, signals: Signals) -> bool:
        declined, offered = signals.declined_turns_ago, signals.offered_turns_ago
        return (declined is not None and declined <= self.quiet_turns_after_decline) or (
            offered is not None and offered <= self.quiet_turns_after_offer
        )


_Ground = tuple[EscalationReason, str, float, float]
"""A reason, the name and the figure of a signal, and the number that the figure has to reach."""


def _first(action: Action, grounds: tuple[_Ground, ...], signals: Signals) -> Decision | None:
    for reason, name, weight, limit in grounds:
        if weight >= limit:
            return _decision(action, reason, signals, (name, weight), limit)
    return None


def _decision(
    action: Action, reason: EscalationReason | None, signals: Signals, ground: tuple[str, float], limit: float
) -> Decision:
    name, weight = ground
    grounds = "; ".join(signals.telling)
    return Decision(
        action=action,
        reason=reason,
        topic=signals.sensitive if reason == "sensitive_topic" else None,
        explanation=f"{reason or action}: {name} {weight:g}" + (f" ({grounds})" if grounds else ""),
        weights=(ground, ("frustration", signals.frustration), ("anger", signals.anger)),
        limit=limit,
    )
