"""The port: a notice says that a stream has a new head, or carries a frame that is never stored."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """`head` is the newest seq of `stream`, or None for a passing frame (typing, deltas, queue position).

    `frame` is such a frame as JSON-ready values; `audience` keeps it from the other side when set.
    """

    stream: str
    head: int | None = None
    frame: dict[str, Any] = field(default_factory=dict[str, Any])
    audience: str = ""


Listener = Callable[[Notice], None]
Unsubscribe = Callable[[], None]


class Bus(Protocol):
    """Best-effort delivery of notices to everyone who listens to a stream, on this node and on others."""

    @property
    def is_healthy(self) -> bool:
        """False while other nodes cannot be reached; readers then look at the timeline every two seconds."""
        ...

    async def start(self) -> None:
        """Connect; never fails because the other side is down."""
        ...

    def subscribe(self, stream: str, listener: Listener) -> Unsubscribe:
        """Call `listener` for every notice on `stream`; it must return at once."""
        ...

    async def publish(self, notice: Notice) -> None:
        """Tell everyone; raises nothing."""
        ...

    async def aclose(self) -> None:
        """Let go of connections."""
        ...
