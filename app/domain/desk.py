"""The operators' desk: a conversation's line in the inbox, the order of the queue, the waiting time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from app.domain.ids import ConversationId, Language

DeskStatus = Literal["bot", "queued", "assigned", "resolved"]
PREVIEW_LENGTH = 160
MINIMUM_SAMPLES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskEntry:
    """What an operator sees of a conversation in a list; the newest entry replaces the older ones."""

    conversation_id: ConversationId
    status: DeskStatus
    language: Language
    reason: str = ""
    queued_at: datetime | None = None
    operator_id: str = ""
    operator_name: str = ""
    av: int = 0
    last_text: str = ""
    last_who: str = ""
    last_at: datetime | None = None
    head: int = 0
    is_verified: bool = False
    awaits_callback: bool = False
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitEstimate:
    """Where one waiting customer stands: position from 1 and a range of seconds, None when not known."""

    position: int
    low_s: int | None
    high_s: int | None


def queue_order(entries: Iterable[DeskEntry]) -> list[DeskEntry]:
    """Waiting conversations, longest wait first."""
    waiting = [entry for entry in entries if entry.status == "queued" and entry.queued_at is not None]
    return sorted(waiting, key=lambda entry: (entry.queued_at, entry.conversation_id))


def estimate_wait(
    position: int, recent_waits_s: Sequence[float], people_online: int, promised_s: float = 0
) -> WaitEstimate:
    """A range from the waits of the last conversations that were answered.

    With nobody online there is no honest range. With fewer than five samples it is what the shop promises,
    if anything. The upper bound is the 80th percentile scaled by the position in line per person, rounded up
    to half minutes: better early than late.
    """
    is_known = len(recent_waits_s) >= MINIMUM_SAMPLES
    if people_online == 0 or not (is_known or promised_s):
        return WaitEstimate(position=position, low_s=None, high_s=None)
    ordered = sorted(recent_waits_s) if is_known else [0.0, promised_s]
    share = max(1.0, position / people_online)
    low = ordered[len(ordered) // 4] * share
    high = ordered[min(len(ordered) - 1, int(len(ordered) * 0.8))] * share
    return WaitEstimate(
        position=position, low_s=_half_minutes(low, up=False), high_s=_half_minutes(high, up=True)
    )


def _half_minutes(seconds: float, *, up: bool) -> int:
    halves = int(seconds // 30) + (1 if up and seconds % 30 else 0)
    return max(halves * 30, 30 if up else 0)
