"""What a policy would have done in visits that are past, beside what came of them; no log is read here.

Signals are the kept ones; only what earlier offers change is counted anew, as other numbers offer elsewhere.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from app.domain import events as e
from app.domain.conversation import newest_call
from app.domain.escalation import EscalationPolicy
from app.domain.weighing import decide_anew
from app.reports.outcomes import BY_ASSISTANT, Outcome
from app.reports.visits import TAKEN_OVER

Want = Literal["asked", "accepted", "person", "rating"]
"""How it shows that a person was wanted: the customer asked, took an offer, had a person, or rated 1 or 2."""
Alarm = Literal["marked", "declined", "solved"]
"""How it shows that none was: an operator's mark, the customer's no, an end without one."""

ASKED = "asked_for_human"
BAD_SCORE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class PastVisit:
    """One visit: its public events, the seqs of calls that operators marked as not needed, how it ended."""

    recorded: Sequence[e.Recorded]
    not_needed: frozenset[int] = frozenset()
    outcome: Outcome = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What a policy does at the reply of that seq."""

    seq: int
    is_handoff: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one policy comes to, in visits: each is counted once in `handed_over` or `offered`, if at all.

    `handed_over` and `offered` are by reason; a request of the customer is among the former and the same
    under every policy. `missed` is by how it shows that a person was wanted, `false_alarms` by how that none
    was.
    """

    handed_over: Mapping[str, int]
    offered: Mapping[str, int]
    missed: Mapping[Want, int]
    false_alarms: Mapping[Alarm, int]


def is_known(visit: PastVisit) -> bool:
    """Whether signals of any of its turns were kept, and it is not spam."""
    return visit.outcome != "spam" and any(_is_weighed(entry) for entry in visit.recorded)


def compare(policy: EscalationPolicy, visits: Iterable[PastVisit]) -> Side:
    """Count what `policy` would have done in `visits`, all of them known."""
    handed_over, offered = Counter[str](), Counter[str]()
    missed, false_alarms = Counter[Want](), Counter[Alarm]()
    for visit in visits:
        calls = calls_of(policy, visit.recorded)
        if calls and calls[-1].is_handoff:
            handed_over[calls[-1].reason] += 1
        elif calls:
            offered[calls[0].reason] += 1
        want = want_of(visit)
        if want is not None and _is_missed(visit, want, calls):
            missed[want[0]] += 1
        alarm = alarm_of(visit, want, calls)
        if alarm is not None:
            false_alarms[alarm] += 1
    return Side(handed_over=handed_over, offered=offered, missed=missed, false_alarms=false_alarms)


def calls_of(policy: EscalationPolicy, recorded: Iterable[e.Recorded]) -> tuple[Call, ...]:
    """Where `policy` offers a person, oldest first, up to the first handoff: what follows it is not known."""
    calls: list[Call] = []
    offered_ago: int | None = None
    declined_ago: int | None = None
    really_offered = 0
    is_first = True
    for entry in recorded:
        match entry.event:
            case e.CustomerSpoke():
                offered_ago = None if offered_ago is None else offered_ago + 1
                declined_ago = None if declined_ago is None else declined_ago + 1
            case e.AssistantReplied(weighed=weighed) if weighed is not None:
                if is_first:  # what was offered in visits before this one stays as it was
                    offered_ago = weighed.signals.offered_turns_ago
                    declined_ago = weighed.signals.declined_turns_ago
                    is_first = False
                signals = replace(
                    weighed.signals, offered_turns_ago=offered_ago, declined_turns_ago=declined_ago
                )
                decision = decide_anew(policy, weighed, signals)
                is_handoff = decision.action == "escalate"
                if is_handoff or decision.action == "offer":
                    calls.append(Call(seq=entry.seq, is_handoff=is_handoff, reason=decision.reason or ""))
                    offered_ago = 0
                if is_handoff:
                    break
            case e.HandoffRequested(reason="asked_for_human"):
                calls.append(Call(seq=entry.seq, is_handoff=True, reason=ASKED))
                break
            case e.PersonOffered():
                really_offered = entry.seq - 1
            case e.OfferAnswered(is_accepted=False) if calls and calls[-1].seq == really_offered:
                declined_ago = 0  # the no to an offer that this policy makes as well
            case _:
                pass
    return tuple(calls)


def want_of(visit: PastVisit) -> tuple[Want, int] | None:
    """The first sign that a person was wanted, and the seq of its event."""
    call, reason = 0, ""
    for entry in visit.recorded:
        call = newest_call(call, entry)
        match entry.event:
            case e.HandoffRequested():
                reason = entry.event.reason
                if reason == ASKED:
                    return "asked", _start_of(visit, entry.seq)
            case e.OfferAnswered(is_accepted=True):
                return "accepted", entry.seq
            case e.OperatorAssigned() if reason == TAKEN_OVER or call not in visit.not_needed:
                return "person", entry.seq
            case e.SatisfactionRated(score=score) if score <= BAD_SCORE:
                return "rating", entry.seq
            case _:
                pass
    return None


def alarm_of(visit: PastVisit, want: tuple[Want, int] | None, calls: Sequence[Call]) -> Alarm | None:
    """How it shows that a call for a person was in vain; None when it was not, or nothing shows it."""
    judged = [call.seq for call in calls if call.reason != ASKED]
    if not judged:
        return None
    if any(judged[0] <= marked for marked in visit.not_needed):
        return "marked"
    if want is not None:
        return None
    if any(judged[0] <= offer for offer in _declined(visit)):
        return "declined"
    return "solved" if visit.outcome in BY_ASSISTANT else None


def _is_missed(visit: PastVisit, want: tuple[Want, int], calls: Sequence[Call]) -> bool:
    """Whether there was a turn to see it coming, and nothing was offered before it came."""
    _, seq = want
    had_a_chance = any(_is_weighed(entry) and entry.seq < seq for entry in visit.recorded)
    return had_a_chance and not any(call.seq < seq for call in calls)


def _start_of(visit: PastVisit, seq: int) -> int:
    """The seq of the reply that announced the handoff at `seq`, where the request came in words."""
    before = next((entry.event for entry in visit.recorded if entry.seq == seq - 1), None)
    weighed = before.weighed if isinstance(before, e.AssistantReplied) else None
    return seq - 1 if weighed is not None and weighed.reason == ASKED else seq


def _declined(visit: PastVisit) -> list[int]:
    """The seqs of the replies whose offer the customer declined."""
    declined: list[int] = []
    offer = 0
    for entry in visit.recorded:
        match entry.event:
            case e.PersonOffered():
                offer = entry.seq - 1
            case e.OfferAnswered(is_accepted=False) if offer:
                declined.append(offer)
            case _:
                pass
    return declined


def _is_weighed(entry: e.Recorded) -> bool:
    return isinstance(entry.event, e.AssistantReplied) and entry.event.weighed is not None
