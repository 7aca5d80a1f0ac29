"""Pages that are written from code, so that they cannot be stale: the protocol and the settings."""

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel, TypeAdapter

from app.settings import Settings, variable_of
from app.web import incoming, outgoing
from app.web.protocol import CloseCode

SIDES: tuple[tuple[str, str, Mapping[str, type[BaseModel]]], ...] = (
    ("customer", "Customer → server", incoming.CUSTOMER_FRAMES),
    ("operator", "Operator → server", incoming.OPERATOR_FRAMES),
    ("server", "Server → both", outgoing.SERVER_FRAMES),
)


def protocol_schema() -> dict[str, Any]:
    """JSON Schema of the payloads by side and frame type, and of a numbered event.

    TypeScript is made from it: what the server sends always has its defaults filled in.
    """
    sent = {model for _, _, frames in SIDES[:2] for model in frames.values()}
    received = {*outgoing.SERVER_FRAMES.values(), outgoing.EventFrame}
    adapters = [
        *((model, "validation", TypeAdapter(model)) for model in sorted(sent, key=_name)),
        *((model, "serialization", TypeAdapter(model)) for model in sorted(received, key=_name)),
    ]
    _, schema = TypeAdapter.json_schemas(cast(Any, adapters))
    sides = {side: _side(frames) for side, _, frames in SIDES}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Protocol",
        "description": "Payloads (`d`) of support.v1 by frame type.",
        "type": "object",
        "additionalProperties": False,
        "required": [*sides, "ev"],
        "properties": {**sides, "ev": {"$ref": "#/$defs/EventFrame"}},
        "$defs": dict(sorted(schema["$defs"].items())),
    }


def _name(model: type[BaseModel]) -> str:
    return model.__name__


def _side(frames: Mapping[str, type[BaseModel]]) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": sorted(frames),
        "properties": {kind: {"$ref": f"#/$defs/{model.__name__}"} for kind, model in frames.items()},
    }


def _views(definitions: dict[str, Any]) -> list[str]:
    """Names of the event views: the models with a tag `k`."""
    return [name for name, model in definitions.items() if "k" in model.get("properties", {})]


def _type_of(field: dict[str, Any]) -> str:
    if "$ref" in field:
        return str(field["$ref"]).rsplit("/", 1)[-1]
    if "enum" in field:
        return " \\| ".join(json.dumps(value) for value in field["enum"])
    if "const" in field:
        return json.dumps(field["const"])
    if "anyOf" in field:
        return " \\| ".join(_type_of(option) for option in field["anyOf"])
    if field.get("type") == "array":
        return f"{_type_of(field.get('items', {}))}[]"
    limits = [f"{name} {field[name]}" for name in ("maxLength", "minimum", "maximum") if name in field]
    return str(field.get("type", "any")) + (f" ({', '.join(limits)})" if limits else "")


def protocol_page() -> str:
    """The readable reference of the protocol."""
    schema = protocol_schema()
    lines = [
        "# Wire protocol support.v1",
        "",
        "Written by `python -m app protocol` from `incoming.py`, `outgoing.py` and `views.py` of `app/web`; "
        "edit those.",
        "",
        "Text frames, one JSON object each, at most 64 KiB, sub-protocol `support.v1`. To the server:",
        '`{"v":1,"t":type,"id":"r17","d":{…}}`; from it: `{"v":1,"t":type,"re":"r17"?,"s":stream?,'
        '"ep":epoch?,"seq":n?,"ts":…,"d":{…}}`.',
        "Endpoints `/ws/v1/customer` and `/ws/v1/operator`; the first frame is `hello`, within five seconds.",
        "",
    ]
    for _, words, frames in SIDES:
        lines += [f"## {words}", ""]
        for kind in sorted(frames):
            lines += _frame(kind, schema["$defs"][frames[kind].__name__])
    lines += ["## Events (`d` of `ev`)", ""]
    for name in _views(schema["$defs"]):
        view = schema["$defs"][name]
        lines += _frame(str(view["properties"]["k"]["const"]), view)
    return "\n".join(lines + _close_codes())


def _frame(kind: str, model: dict[str, Any]) -> list[str]:
    lines = [f"### `{kind}`", "", str(model.get("description", "")).strip(), ""]
    fields: dict[str, dict[str, Any]] = model.get("properties", {})
    if fields:
        required = set(model.get("required", ()))
        lines += ["| field | type | required |", "|---|---|---|"]
        lines += [
            f"| `{name}` | {_type_of(field)} | {'yes' if name in required else ''} |"
            for name, field in fields.items()
        ]
        lines.append("")
    return lines


def _close_codes() -> list[str]:
    codes = sorted((value, name) for name, value in vars(CloseCode).items() if isinstance(value, int))
    rows = [
        f"| {value} | {name.lower().replace('_', ' ')} | {'yes' if value < 4500 else 'no'} |"
        for value, name in codes
    ]
    return ["## Close codes", "", "| code | meaning | come back |", "|---|---|---|", *rows, ""]


def settings_page() -> str:
    """The page of all settings."""
    lines = [
        "# Settings",
        "",
        "Written by `python -m app settings` from `app/settings.py`; edit that. All are environment",
        "variables; a wrong value stops the start with its name, the value given and what is allowed.",
        "",
        "| variable | default | what it does |",
        "|---|---|---|",
    ]
    for name, field in Settings.model_fields.items():
        default = field.get_default()
        shown = "" if default in ("", ()) or "Secret" in type(default).__name__ else f"`{default}`"
        also = (
            " (or `OPENAI_" + name.removeprefix("openai_").upper() + "`)"
            if name.startswith("openai_")
            else ""
        )
        lines.append(f"| `{variable_of(name)}`{also} | {shown} | {field.description} |")
    return "\n".join([*lines, ""])


async def write_protocol(_settings: Settings, arguments: argparse.Namespace) -> int:
    """Write `protocol.schema.json` and `protocol.md`."""
    folder: Path = arguments.folder
    schema = json.dumps(protocol_schema(), indent=2, ensure_ascii=False) + "\n"
    (folder / "protocol.schema.json").write_text(schema, encoding="utf-8")
    (folder / "protocol.md").write_text(protocol_page(), encoding="utf-8")
    return 0


async def write_settings(_settings: Settings, arguments: argparse.Namespace) -> int:
    """Write `settings.md`."""
    (arguments.folder / "settings.md").write_text(settings_page(), encoding="utf-8")
    return 0
