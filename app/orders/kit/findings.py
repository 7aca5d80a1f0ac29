"""What the kit found: a promise kept, broken, or not asked for want of something."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One promise: what was wanted and what came; of a skipped one, `came` says why."""

    name: str
    outcome: Literal["kept", "broken", "skipped"]
    wanted: str = ""
    came: str = ""


class Findings:
    """Collects findings in order and tells each at once."""

    def __init__(self, tell: Callable[[Finding], None]) -> None:
        self._tell = tell
        self._all: list[Finding] = []

    @property
    def all(self) -> tuple[Finding, ...]:
        """Everything found so far."""
        return tuple(self._all)

    def check(self, name: str, is_kept: bool, wanted: str, came: str) -> bool:
        """A promise that was asked for; returns whether it is kept."""
        self._add(Finding(name=name, outcome="kept" if is_kept else "broken", wanted=wanted, came=came))
        return is_kept

    def skip(self, name: str, why: str) -> None:
        """A promise that was not asked for."""
        self._add(Finding(name=name, outcome="skipped", came=why))

    def _add(self, finding: Finding) -> None:
        self._all.append(finding)
        self._tell(finding)
