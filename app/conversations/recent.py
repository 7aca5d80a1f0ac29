"""What this node has just written, the newest states and events, so that they are not read back."""

from collections import OrderedDict
from typing import TypeVar

from app.domain import events as e
from app.domain.conversation import Conversation
from app.domain.ids import ConversationId

STATES = 2_000
STREAMS = 500
EVENTS = 200

K = TypeVar("K")
V = TypeVar("V")


class Recent:
    """A memory beside the timeline, never instead of it: what it does not hold, the caller reads there.

    Another node may have written since, so whoever asks says how far it has to reach.
    """

    def __init__(self) -> None:
        self._states: OrderedDict[ConversationId, Conversation] = OrderedDict()
        self._events: OrderedDict[str, tuple[e.Recorded, ...]] = OrderedDict()

    def state(self, conversation_id: ConversationId, at_least: int = 0) -> Conversation | None:
        """The newest state seen here, None when it does not reach the seq `at_least`."""
        state = self._states.get(conversation_id)
        return state if state is not None and state.head >= at_least else None

    def note_state(self, conversation_id: ConversationId, state: Conversation) -> None:
        """Remember a state unless a newer one is known."""
        known = self._states.get(conversation_id)
        newest = known if known is not None and known.head > state.head else state
        _put(self._states, conversation_id, newest, STATES)

    def events(self, stream: str, after: int, until: int) -> tuple[e.Recorded, ...] | None:
        """The events of `stream` with after < seq <= until, None unless every one of them is held."""
        held = self._events.get(stream)
        if not held or held[0].seq > after + 1 or held[-1].seq < until:
            return None
        return held[after + 1 - held[0].seq : until + 1 - held[0].seq] if until > after else ()

    def note_events(self, stream: str, recorded: tuple[e.Recorded, ...]) -> None:
        """Remember what was appended to `stream`; after a gap only what follows it."""
        if not recorded:
            return
        held = self._events.get(stream, ())
        if held and recorded[0].seq <= held[-1].seq:
            return
        joined = (*held, *recorded) if held and recorded[0].seq == held[-1].seq + 1 else recorded
        _put(self._events, stream, joined[-EVENTS:], STREAMS)


def _put(memory: OrderedDict[K, V], key: K, value: V, limit: int) -> None:
    memory[key] = value
    memory.move_to_end(key)
    if len(memory) > limit:
        memory.popitem(last=False)
