"""A customer's page as the protocol wants it to behave, without I/O: frames in, frames out."""

from dataclasses import dataclass, field
from typing import Any

Frame = dict[str, Any]
EARLY_LIMIT = 50


@dataclass
class Page:
    """One tab: what it applied, what it still wants to say, and what was acknowledged."""

    name: str
    stream: str
    epoch: str = ""
    last: int = 0
    shown: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    early: dict[int, str] = field(default_factory=dict[int, str])
    outbox: dict[str, str] = field(default_factory=dict[str, str])
    acknowledged: set[str] = field(default_factory=set[str])
    written: int = 0
    is_welcome: bool = False

    def hello(self, ticket: str) -> Frame:
        """What a new socket opens with."""
        position = {self.stream: {"seq": self.position(), "ep": self.epoch}}
        return frame("hello", v=[1], ticket=ticket, lang="ru", streams=position)

    def position(self) -> int:
        """Where the page says it is."""
        return self.last

    def lose_socket(self, moment: int) -> None:
        """Nothing travels until the next hello; `moment` is when it happened."""
        self.is_welcome = False

    def write(self) -> list[Frame]:
        """The customer writes: into the outbox, and out when the socket is open."""
        cid = f"{self.name}-{self.written:06d}"
        self.written += 1
        self.outbox[cid] = f"{self.name} {self.written}"
        return [self._sending(cid)] if self.is_welcome else []

    def receive(self, received: Frame) -> list[Frame]:
        """The frames that one frame of the server leads to."""
        match received["t"]:
            case "welcome":
                self.is_welcome = True
                return [self._sending(cid) for cid in self.outbox]
            case "ack":
                self.acknowledged.add(received["d"]["cid"])
                self.outbox.pop(received["d"]["cid"], None)
                return []
            case "reset":
                return self._replace(received["d"])
            case "ev":
                return self._apply(received)
            case "ping":
                pong = frame("pong", n=received["d"]["n"])
                is_behind = received["d"]["heads"].get(self.stream, 0) > self.last
                return [pong, self._resync()] if is_behind else [pong]
            case _:
                return []

    def misses(self, seq: int) -> bool:
        """Whether something before `seq` has not come yet."""
        return seq > self.last + 1

    def _replace(self, reset: Frame) -> list[Frame]:
        self.epoch, self.shown = reset["ep"], []
        for event in reset["events"]:
            self._show(event["seq"], event["d"])
        self.last = reset["head"]
        self.early = {seq: cid for seq, cid in self.early.items() if seq > self.last}
        return []

    def _apply(self, received: Frame) -> list[Frame]:
        seq, epoch = received["seq"], received["ep"]
        if self.epoch and epoch != self.epoch:
            return [self._resync()]
        self.epoch = epoch
        if seq <= self.last:
            return []
        if self.misses(seq):
            if len(self.early) < EARLY_LIMIT:
                self.early[seq] = cid_of(received["d"])
            return [self._resync()]
        self._show(seq, received["d"])
        while self.last + 1 in self.early:
            self._note(self.last + 1, self.early.pop(self.last + 1))
        return []

    def _show(self, seq: int, view: Frame) -> None:
        self._note(seq, cid_of(view))

    def _note(self, seq: int, cid: str) -> None:
        self.last = seq
        self.shown.append((seq, cid))
        self.outbox.pop(cid, None)

    def _sending(self, cid: str) -> Frame:
        return frame("msg.send", s=self.stream, cid=cid, text=self.outbox[cid])

    def _resync(self) -> Frame:
        return frame("resync", s=self.stream, seq=self.last, ep=self.epoch)


def frame(kind: str, **payload: object) -> Frame:
    """A frame to the server."""
    return {"v": 1, "t": kind, "d": payload}


def cid_of(view: Frame) -> str:
    """What tells one event from another here: the cid of a message, else its kind."""
    return view.get("cid") or view["k"]
