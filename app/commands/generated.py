"""Pages that are written from code, so that they cannot be stale: the protocol and the settings."""

import argparse
import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from app.settings import Settings, variable_of
from app.web import protocol as p
from app.web.views import EventView

SIDES: tuple[tuple[str, str, dict[str, type[p.Payload]]], ...] = (
    ("customer", "Customer → server", p.CUSTOMER_FRAMES),
    ("operator", "Operator → server", p.OPERATOR_FRAMES),
    ("server", "Server → both", p.SERVER_FRAMES),
)


def protocol_schema() -> dict[str, Any]:
    """JSON Schema of all payloads and event views; `frames` names the payload of each frame type."""
    models = {model for _, _, frames in SIDES for model in frames.values()}
    adapters = [
        (model, "validation", TypeAdapter(model)) for model in sorted(models, key=lambda m: m.__name__)
    ]
    adapters.append((EventView, "validation", TypeAdapter(EventView)))
    _, schema = TypeAdapter.json_schemas([(key, "validation", adapter) for key, _, adapter in adapters])
    frames = {
        side: {kind: model.__name__ for kind, model in sorted(kinds.items())} for side, _, kinds in SIDES
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "support.v1",
        "frames": frames,
        "$defs": dict(sorted(schema["$defs"].items())),
    }


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
        "Written by `python -m app protocol` from `app/web/protocol.py` and `app/web/views.py`; edit those.",
        "",
        "Text frames, one JSON object each, at most 64 KiB, sub-protocol `support.v1`. To the server:",
        '`{"v":1,"t":type,"id":"r17","d":{…}}`; from it: `{"v":1,"t":type,"re":"r17"?,"s":stream?,"ep":epoch?,'
        '"seq":n?,"ts":…,"d":{…}}`.',
        "Endpoints `/ws/v1/customer` and `/ws/v1/operator`; the first frame is `hello`, within five seconds.",
        "",
    ]
    for side, words, frames in SIDES:
        lines += [f"## {words}", ""]
        for kind in sorted(frames):
            lines += _frame(kind, schema["$defs"][schema["frames"][side][kind]])
    lines += ["## Events (`d` of `ev`)", ""]
    views = [
        name
        for name in schema["$defs"]
        if name.endswith("View") and "k" in schema["$defs"][name]["properties"]
    ]
    for name in views:
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
    codes = sorted((value, name) for name, value in vars(p.CloseCode).items() if isinstance(value, int))
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
        "Written by `python -m app settings` from `app/settings.py`; edit that. All are environment variables;",
        "a wrong value stops the start with its name, the value given and what is allowed.",
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
