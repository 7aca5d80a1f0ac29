"""A visitor's secret was renewed: sockets opened with the old one end, on every node."""

from app.bus.base import Bus, Notice
from app.domain.ids import CustomerId
from app.web.hub import Goodbye, Live
from app.web.protocol import CloseCode

STREAM = "visitors"


async def publish_renewal(bus: Bus, customer_id: CustomerId) -> None:
    """End the sockets of `customer_id`; whoever knows the new secret comes back at once."""
    await bus.publish(Notice(stream=STREAM, frame={"customer": customer_id}, audience="visitor"))


class RenewalWatch:
    """Listens from before a socket's ticket is taken: what it misses cannot have used an old secret."""

    def __init__(self, bus: Bus) -> None:
        self._live: Live | None = None
        self._renewed: set[object] = set()
        self._unsubscribe = bus.subscribe(STREAM, self._on_notice)

    def guard(self, live: Live) -> None:
        """End `live` when its owner's secret is renewed; raises Goodbye when it was while it opened."""
        if live.owner in self._renewed:
            raise Goodbye(CloseCode.DRAIN)
        self._live = live
        self._renewed.clear()

    def close(self) -> None:
        """Stop listening."""
        self._unsubscribe()

    def _on_notice(self, notice: Notice) -> None:
        owner = notice.frame.get("customer")
        if self._live is None:
            self._renewed.add(owner)
        elif self._live.owner == owner:
            self._live.leave(CloseCode.DRAIN)
