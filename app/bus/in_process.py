"""The bus of a single node: a dictionary of listeners."""

from app.bus.base import Listener, Notice, Unsubscribe


class InProcessBus:
    """Delivers within this process, at once and in order."""

    def __init__(self) -> None:
        self._listeners: dict[str, set[Listener]] = {}

    @property
    def is_healthy(self) -> bool:
        """Always: there is nobody else to reach."""
        return True

    async def start(self) -> None:
        """Nothing to connect."""

    def subscribe(self, stream: str, listener: Listener) -> Unsubscribe:
        """Call `listener` for every notice on `stream` until the returned function is called."""
        self._listeners.setdefault(stream, set()).add(listener)

        def unsubscribe() -> None:
            listeners = self._listeners.get(stream)
            if listeners is not None:
                listeners.discard(listener)
                if not listeners:
                    del self._listeners[stream]

        return unsubscribe

    @property
    def streams(self) -> tuple[str, ...]:
        """Streams that somebody here listens to."""
        return tuple(self._listeners)

    async def publish(self, notice: Notice) -> None:
        """Hand the notice to every listener of its stream."""
        for listener in tuple(self._listeners.get(notice.stream, ())):
            listener(notice)

    async def aclose(self) -> None:
        """Forget the listeners."""
        self._listeners.clear()
