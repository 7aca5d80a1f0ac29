"""Reading frames: JSON to envelope to payload, each step with its own error; no I/O."""

import json
from collections.abc import Mapping

from pydantic import ValidationError

from app.domain.errors import BadJson, InvalidInput, TooLarge, UnknownType
from app.web.protocol import FRAME_LIMIT, Envelope, Payload

DEPTH_LIMIT = 8


def parse(raw: str | bytes, known: Mapping[str, type[Payload]]) -> tuple[Envelope, Payload]:
    """The frame and its payload. Raises TooLarge, BadJson, UnknownType or InvalidInput (with the field)."""
    if len(raw) > FRAME_LIMIT:
        raise TooLarge
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError):
        raise BadJson from None
    if not isinstance(value, dict) or _depth(value) > DEPTH_LIMIT:  # pyright: ignore[reportUnknownArgumentType]
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
    try:
        value = json.loads(raw)
        cid = value["d"]["cid"]
    except (ValueError, RecursionError, TypeError, KeyError):
        return None
    return cid[:64] if isinstance(cid, str) else None


def _field(error: ValidationError) -> str:
    return ".".join(str(part) for part in error.errors()[0]["loc"])


def _depth(value: object) -> int:
    if isinstance(value, dict):
        return 1 + max((_depth(item) for item in value.values()), default=0)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    if isinstance(value, list):
        return 1 + max((_depth(item) for item in value), default=0)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    return 0
