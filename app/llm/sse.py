"""Server-sent events out of bytes, without I/O; suspicious of what an endpoint sends, never repeating it."""

import codecs
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from app.domain.errors import ModelUnavailable

MAX_EVENT_BYTES = 262_144
DONE = "[DONE]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What one chunk of a completion says: text, token counts, and whether it is the last of its reply."""

    text: str = ""
    tokens_in: int | None = None
    tokens_out: int | None = None
    is_last: bool = False


class EventReader:
    """Feed it bytes as they come; it gives the `data` of each finished event.

    Raises ModelUnavailable for an error event or one that never ends.
    """

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._rest = ""
        self._lines: list[str] = []
        self._name = ""

    def feed(self, received: bytes) -> Iterator[str]:
        """The payloads that `received` completes."""
        self._rest += self._decoder.decode(received)
        *lines, self._rest = self._rest.replace("\r\n", "\n").split("\n")
        for line in lines:
            if (payload := self._take(line.rstrip("\r"))) is not None:
                yield payload
        if len(self._rest) + sum(map(len, self._lines)) > MAX_EVENT_BYTES:
            raise ModelUnavailable("the endpoint sends an event without an end")

    def finish(self) -> Iterator[str]:
        """What is left when the connection closed without a blank line."""
        for line in (self._rest, ""):
            if (payload := self._take(line)) is not None:
                yield payload
        self._rest = ""

    def _take(self, line: str) -> str | None:
        if line.startswith("data:"):
            self._lines.append(line[5:].removeprefix(" "))
        elif line.startswith("event:"):
            self._name = line[6:].strip()
        elif not line:
            payload, name = "\n".join(self._lines), self._name
            self._lines, self._name = [], ""
            if name == "error":
                raise ModelUnavailable("error event")
            return payload or None
        elif line.lstrip()[:1] in {"{", "<"}:
            raise ModelUnavailable("not an event stream")
        return None


def read_chunk(payload: str) -> Piece:
    """A chunk of a streamed completion, or a whole one; raises ModelUnavailable for anything else."""
    try:
        read: object = json.loads(payload)
    except ValueError:
        raise ModelUnavailable("not JSON") from None
    chunk = _mapping(read)
    if chunk is None or chunk.get("error"):
        raise ModelUnavailable("error from the endpoint")
    usage = _mapping(chunk.get("usage")) or {}
    choices = chunk.get("choices")
    first = _mapping(cast(list[object], choices)[0]) if isinstance(choices, list) and choices else None
    text, is_last = ("", False) if first is None else _said(first)
    return Piece(
        text=text,
        tokens_in=_count(usage.get("prompt_tokens")),
        tokens_out=_count(usage.get("completion_tokens")),
        is_last=is_last,
    )


def _said(choice: dict[str, object]) -> tuple[str, bool]:
    if choice.get("finish_reason") == "content_filter":
        raise ModelUnavailable("the endpoint's content filter stopped the reply")
    message = _mapping(choice.get("delta")) or _mapping(choice.get("message")) or {}
    content = message.get("content")
    return content if isinstance(content, str) else "", bool(choice.get("finish_reason"))


def _mapping(value: object) -> dict[str, object] | None:
    return cast(dict[str, object], value) if isinstance(value, dict) else None


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
