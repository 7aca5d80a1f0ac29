"""Reading frames: JSON to envelope to payload, each step with its own error; no I/O."""

import json
from collections.abc import Iterable, Mapping
from typing import cast

from pydantic import ValidationError

from app.domain.errors import BadJson, InvalidInput, TooLarge, UnknownType
from app.web.incoming import Envelope, Payload
from app.web.protocol import FRAME_LIMIT

DEPTH_LIMIT = 8


def parse(raw: str | bytes, known: Mapping[str, type[Payload]]) -> tuple[Envelope, Payload]:
    """The frame and its payload. Raises TooLarge, BadJson, UnknownType or InvalidInput (with the field)."""
    if len(raw) > FRAME_LIMIT or (isinstance(raw, str) and len(raw.encode(errors="replace")) > FRAME_LIMIT):
        raise TooLarge
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError):
        raise BadJson from None
    if not isinstance(value, dict) or _is_deeper(cast(object, value), DEPTH_LIMIT):
        raise InvalidInput
    try:
        envelope = Envelope.model_validate(value)
    except ValidationError as error:
        raise InvalidInput(field=_field(error)) from None
    kind = known.get(envelope.t)
    if kind is None:
        raise UnknownType
    try:
        return envelope, kind.model_validate(envelope.d)
    except ValidationError as error:
        field = _field(error)
        is_long = field == "text" and error.errors()[0]["type"] == "string_too_long"
        raise (TooLarge if is_long else InvalidInput)(field=field) from None


def claimed_cid(raw: str | bytes) -> str | None:
    """The cid that a refused frame carried, so that its sender can mark it; None when there is none."""
    return _claimed(raw, "d", "cid")


def claimed_id(raw: str | bytes) -> str | None:
    """The request id that a refused frame carried; None when there is none."""
    return _claimed(raw, "id")


def _claimed(raw: str | bytes, *path: str) -> str | None:
    try:
        value = json.loads(raw)
        for key in path:
            value = value[key]
        return value[:64] if isinstance(value, str) and value.encode() else None
    except (ValueError, RecursionError, TypeError, KeyError):
        return None


def _field(error: ValidationError) -> str:
    return ".".join(str(part) for part in error.errors()[0]["loc"])


def _is_deeper(value: object, levels: int) -> bool:
    """Looks no further than `levels`: a frame may be nested deeper than Python can follow."""
    if isinstance(value, dict):
        inner: Iterable[object] = cast(dict[str, object], value).values()
    elif isinstance(value, list):
        inner = cast(list[object], value)
    else:
        return False
    return levels == 0 or any(_is_deeper(item, levels - 1) for item in inner)
