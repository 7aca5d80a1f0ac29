"""When a conversation goes to a person: what was noticed, the policy in numbers, the decision and why."""

from dataclasses import dataclass
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
    """Short readable grounds, strongest first, for the operator's one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What to do now and why; `explanation` is one line, `weights` the figures that carried it."""

    action: Action
    reason: EscalationReason | None = None
    topic: SensitiveTopic | None = None
    explanation: str = ""
    weights: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationPolicy:
    """The numbers of the policy, all of them data; `decide` only compares.

    No number can switch off an explicit request: `asked_for_human_at` is bounded from above.
    """

    asked_for_human_at: float = 0.5
    sensitive_at: float = 0.5
    """From here a person is offered beside the answer; self-harm is handed over at once."""
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
        if not 0 < self.asked_for_human_at <= 0.9:
            raise ValueError(
                "asked_for_human_at must be above 0 and at most 0.9: a person is always reachable"
            )

    def decide(self, signals: Signals) -> Decision:
        """The decision for the customer's last turn; the gravest ground wins."""
        return self._immediate(signals) or self._offer(signals) or self._tone(signals)

    def _immediate(self, signals: Signals) -> Decision | None:
        if signals.asked_for_human >= self.asked_for_human_at:
            return _decision(
                "escalate", "asked_for_human", signals, ("asked_for_human", signals.asked_for_human)
            )
        sensitive_at = self.sensitive_at if signals.sensitive == "self_harm" else self.surely_sensitive_at
        if signals.sensitive is not None and signals.sensitive_score >= sensitive_at:
            return _decision("escalate", "sensitive_topic", signals, ("sensitive", signals.sensitive_score))
        if signals.failures_in_row >= self.failures_for_escalation:
            return _decision(
                "escalate", "ungrounded_twice", signals, ("failures_in_row", signals.failures_in_row)
            )
        if signals.tool_failures >= self.tool_failures_for_escalation:
            return _decision("escalate", "tool_failure", signals, ("tool_failures", signals.tool_failures))
        return None

    def _offer(self, signals: Signals) -> Decision | None:
        if self._is_quiet(signals):
            return None
        frustrated = signals.frustration >= self.frustration_at
        is_sensitive = signals.sensitive is not None and signals.sensitive_score >= self.sensitive_at
        grounds: tuple[tuple[bool, EscalationReason, str, float], ...] = (
            (is_sensitive, "sensitive_topic", "sensitive", signals.sensitive_score),
            (signals.model_unavailable, "model_unavailable", "model_unavailable", 1.0),
            (
                signals.tool_failures >= self.tool_failures_for_offer,
                "tool_failure",
                "tool_failures",
                signals.tool_failures,
            ),
            (
                signals.repeats_question >= self.repeats_for_offer,
                "loop",
                "repeats_question",
                signals.repeats_question,
            ),
            (
                signals.repeated_answer >= self.repeated_answers_for_offer and not signals.relieved,
                "loop",
                "repeated_answer",
                signals.repeated_answer,
            ),
            (frustrated and signals.anger >= self.anger_at, "frustration", "anger", signals.anger),
            (
                frustrated and signals.frustrated_turns >= self.frustrated_turns_for_offer,
                "frustration",
                "frustrated_turns",
                signals.frustrated_turns,
            ),
            (
                signals.thumbs_down >= self.thumbs_down_for_offer,
                "frustration",
                "thumbs_down",
                signals.thumbs_down,
            ),
            (signals.customer_turns >= self.turn_cap, "turn_cap", "customer_turns", signals.customer_turns),
        )
        for holds, reason, name, weight in grounds:
            if holds:
                return _decision("offer", reason, signals, (name, weight))
        return None

    def _tone(self, signals: Signals) -> Decision:
        if signals.frustration >= self.frustration_at:
            return _decision("empathise", None, signals, ("frustration", signals.frustration))
        return Decision(action="none")

    def _is_quiet(self, signals: Signals) -> bool:
        declined, offered = signals.declined_turns_ago, signals.offered_turns_ago
        return (declined is not None and declined <= self.quiet_turns_after_decline) or (
            offered is not None and offered <= self.quiet_turns_after_offer
        )


def _decision(
    action: Action, reason: EscalationReason | None, signals: Signals, ground: tuple[str, float]
) -> Decision:
    name, weight = ground
    grounds = "; ".join(signals.evidence[:3])
    return Decision(
        action=action,
        reason=reason,
        topic=signals.sensitive if reason == "sensitive_topic" else None,
        explanation=f"{reason or action}: {name} {weight:g}" + (f" ({grounds})" if grounds else ""),
        weights=(ground, ("frustration", signals.frustration), ("anger", signals.anger)),
    )
