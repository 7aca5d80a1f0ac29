"""REST of when a person is called: the numbers, trying others on the past, changing them; owners only."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, StringConstraints

from app.assistant.policies import Author, Policies, PolicyChange, PolicyVersion
from app.domain.errors import InvalidInput
from app.domain.escalation import BOUNDS, EscalationPolicy
from app.reports.replays import Comparison, Replays
from app.web.api.body import Body
from app.web.auth import OperatorGate, SignedIn
from app.web.limits import Windows


class Numbers(Body):
    """The numbers that an owner may change, chances 0 to 1 and counts; the others stay as they are."""

    frustration_at: float
    anger_at: float
    frustrated_turns_for_offer: int
    sensitive_at: float
    surely_sensitive_at: float
    repeats_for_offer: int
    failures_for_escalation: int
    thumbs_down_for_offer: int
    turn_cap: int
    quiet_turns_after_decline: int
    quiet_turns_after_offer: int


class ReplayBody(Body):
    """Numbers to try."""

    numbers: Numbers


class ChangeBody(Body):
    """Numbers to put in force, and the replay that showed what they do."""

    numbers: Numbers
    replay: Annotated[str, StringConstraints(max_length=64)]


class Bound(BaseModel):
    """The least and the most that a number may be."""

    least: float
    most: float


class PolicyAnswer(BaseModel):
    """The numbers in force, those that the product comes with, their bounds, and the last changes."""

    version: int
    numbers: Numbers
    defaults: Numbers
    bounds: Mapping[str, Bound]
    changes: list[PolicyChange]


class ReplayAnswer(BaseModel):
    """What both policies would have done; `replay` is needed to save the numbers, until `good_until`."""

    replay: str
    good_until: datetime
    comparison: Comparison


def router(policies: Policies, replays: Replays, gate: OperatorGate, trials: Windows) -> APIRouter:
    """Routes under /api/v1 for the policy; `trials` limits how often one person tries numbers."""
    routes = APIRouter(prefix="/api/v1", tags=["policy"])
    owner = gate.require("admin")

    @routes.get("/policy", dependencies=[Depends(owner)])
    async def policy() -> PolicyAnswer:
        await policies.refresh()
        return await _answer(policies)

    @routes.post("/policy/replay")
    async def replay(body: ReplayBody, signed_in: Annotated[SignedIn, Depends(owner)]) -> ReplayAnswer:
        await policies.refresh()
        in_force = policies.current
        proposed = _with(in_force, body.numbers)
        trials.spend(signed_in.operator.id)
        comparison = await replays.compare(in_force.policy, proposed)
        replay_id, good_until = await policies.note_replay(proposed, _author(signed_in), in_force.version)
        return ReplayAnswer(replay=replay_id, good_until=good_until, comparison=comparison)

    @routes.put("/policy")
    async def change(body: ChangeBody, signed_in: Annotated[SignedIn, Depends(owner)]) -> PolicyAnswer:
        await policies.refresh()
        await policies.change(_with(policies.current, body.numbers), _author(signed_in), body.replay)
        return await _answer(policies)

    _ = policy, replay, change
    return routes


def _with(in_force: PolicyVersion, numbers: Numbers) -> EscalationPolicy:
    """The numbers in force with these in their place; raises InvalidInput, naming one out of its bounds."""
    values = numbers.model_dump()
    for name, value in values.items():
        least, most = BOUNDS[name]
        if not least <= value <= most:
            raise InvalidInput(f"{least:g} to {most:g}", field=name)
    return replace(in_force.policy, **values)


def _author(signed_in: SignedIn) -> Author:
    return Author(operator_id=signed_in.operator.id, name=signed_in.operator.name)


async def _answer(policies: Policies) -> PolicyAnswer:
    current = policies.current
    bounds = {name: BOUNDS[name] for name in Numbers.model_fields}
    return PolicyAnswer(
        version=current.version,
        numbers=_numbers(current.policy),
        defaults=_numbers(EscalationPolicy()),
        bounds={name: Bound(least=least, most=most) for name, (least, most) in bounds.items()},
        changes=await policies.changes(),
    )


def _numbers(policy: EscalationPolicy) -> Numbers:
    return Numbers.model_validate(policy, from_attributes=True)
