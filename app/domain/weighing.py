"""What was weighed at a turn, kept with the reply, and how other numbers would decide it."""

from dataclasses import dataclass
from typing import Literal

from app.domain.escalation import (
    Action,
    Decision,
    EscalationPolicy,
    EscalationReason,
    SensitiveTopic,
    Signals,
)

Failure = Literal["", "ungrounded_twice", "tool_failure"]
"""In what way the reply to a turn did not help; "" when it did, or when there was none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """The signals of a turn and the decision they led to: enough to decide it again by other numbers.

    `ground` names the signal that carried the decision, `weight` is its figure, `limit` the number that it
    was held against; `policy` is the version of the numbers, 0 for those the product comes with.
    """

    signals: Signals
    action: Action = "none"
    reason: EscalationReason | None = None
    topic: SensitiveTopic | None = None
    ground: str = ""
    weight: float = 0.0
    limit: float = 0.0
    policy: int = 0
    failure: Failure = ""

    @property
    def is_call(self) -> bool:
        """Whether a person was offered or called."""
        return self.action in ("offer", "escalate")

    @property
    def is_judgement(self) -> bool:
        """Whether that was for us to judge: a customer who asks for a person is not judged."""
        return self.is_call and self.reason != "asked_for_human"


def weigh(decision: Decision, signals: Signals, policy: int, failure: Failure = "") -> Weighed:
    """What is kept of a decision."""
    ground, weight = decision.weights[0] if decision.weights else ("", 0.0)
    return Weighed(
        signals=signals,
        action=decision.action,
        reason=decision.reason,
        topic=decision.topic,
        ground=ground,
        weight=weight,
        limit=decision.limit,
        policy=policy,
        failure=failure,
    )


def decide_anew(policy: EscalationPolicy, weighed: Weighed, signals: Signals | None = None) -> Decision:
    """What `policy` decides of a turn that is past; `signals` stand in for the kept ones."""
    seen = weighed.signals if signals is None else signals
    decision = policy.decide(seen)
    if decision.action == "escalate" or not weighed.failure:
        return decision
    return policy.after_failure(decision, seen, weighed.failure)
