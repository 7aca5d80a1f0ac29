"""The order contract's OpenAPI document and its readable page, written from the endpoints and messages."""

import argparse
import json
import re
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from string import Template
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from app.orders import contract as c
from app.orders import transport as t
from app.orders.endpoints import ENDPOINTS, EXAMPLE_KEY, Endpoint
from app.orders.records import MAX_ITEMS
from app.settings import Settings

TEMPLATE = "orders_api.md"
_REF = "#/components/schemas/"
_JSON = "application/json"
_NOTE = "Written by `python -m app orders-api` from `app/orders/`; edit that."


def openapi_document() -> dict[str, Any]:
    """The contract as OpenAPI 3.1."""
    paths: dict[str, Any] = {}
    for endpoint in ENDPOINTS:
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint)
    return {
        "openapi": "3.1.0",
        "info": {"title": "A shop's orders", "version": c.VERSION, "description": _NOTE},
        "security": [{"bearer": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
            "schemas": _schemas(),
        },
    }


def _models() -> list[type[BaseModel]]:
    named = [model for one in ENDPOINTS for model in (one.request, one.answer) if model is not None]
    return list(dict.fromkeys([*named, c.Problem]))


def _schemas() -> dict[str, Any]:
    pairs = [(model, "validation") for model in _models()]
    _, schema = models_json_schema(pairs, ref_template=_REF + "{model}")  # pyright: ignore[reportArgumentType]
    return dict(sorted(schema["$defs"].items()))


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    answers = {
        str(c.OK): _content("As asked.", endpoint.answer, endpoint.answered),
        str(c.NO_TOKEN): _content("No token, or a wrong one.", c.Problem),
        **{str(status): _content(words, c.Problem) for status, words in endpoint.refusals},
    }
    operation: dict[str, Any] = {
        "operationId": endpoint.name,
        "summary": endpoint.summary,
        "description": endpoint.promise,
        "parameters": _parameters(endpoint),
        "responses": answers,
    }
    if endpoint.request is not None:
        operation["requestBody"] = {"required": True, **_content("", endpoint.request, endpoint.sent)}
    return operation


def _content(words: str, model: type[BaseModel], example: object = None) -> dict[str, Any]:
    content: dict[str, Any] = {"schema": {"$ref": _REF + model.__name__}}
    if example is not None:
        content["example"] = example
    return {**({"description": words} if words else {}), "content": {_JSON: content}}


def _parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    text = {"type": "string"}
    names: list[str] = re.findall(r"\{(\w+)\}", endpoint.path)
    found: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": text} for name in names
    ]
    if endpoint.takes_key:
        found.append({"name": c.KEY_HEADER, "in": "header", "required": True, "schema": text})
    return found


def orders_page() -> str:
    """The readable page of the contract."""
    template = resources.files("app.orders").joinpath(TEMPLATE).read_text(encoding="utf-8")
    patience = t.Patience()
    page = Template(template).substitute(
        count=len(ENDPOINTS),
        version=c.VERSION,
        major=c.VERSION.partition(".")[0],
        max_body=f"{t.MAX_BODY_BYTES:,}",
        max_items=MAX_ITEMS,
        connect_s=f"{patience.connect_s:g}",
        read_s=f"{patience.read_s:g}",
        total_s=f"{patience.total_s:g}",
        tries=t.READ_TRIES,
        in_a_row=t.FAILURES_IN_A_ROW,
        open_s=f"{t.OPEN_S:g}",
        endpoints="\n".join(_described(endpoint) for endpoint in ENDPOINTS),
        messages="\n".join(_message(name, schema) for name, schema in _schemas().items()),
    )
    title, _, rest = page.partition("\n")
    return f"{title}\n\n{_NOTE}\n{rest}"


def _described(endpoint: Endpoint) -> str:
    request = [f"{endpoint.method} {endpoint.example}"]
    if endpoint.takes_key:
        request.append(f"{c.KEY_HEADER}: {EXAMPLE_KEY}")
    if endpoint.sent is not None:
        request += ["", _shown(endpoint.sent)]
    refusals = [f"- {status}: {words}" for status, words in endpoint.refusals]
    lines = [
        f"### {endpoint.summary}",
        "",
        f"`{endpoint.method} {endpoint.path}`",
        "",
        endpoint.promise,
        "",
        *([*refusals, ""] if refusals else []),
        *("```http", *request, "```", ""),
        *("```json", _shown(endpoint.answered), "```", ""),
    ]
    return "\n".join(lines)


def _shown(example: Mapping[str, Any]) -> str:
    """The example in lines of at most two levels, so that an order is read at a glance."""
    short = json.dumps(example, ensure_ascii=False)
    if len(short) <= 110:
        return short
    lines = [
        f"  {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in example.items()
    ]
    return "{\n" + ",\n".join(lines) + "\n}"


def _message(name: str, schema: dict[str, Any]) -> str:
    required = set(schema.get("required", ()))
    rows = [
        f"| `{field}` | {_type_of(about)} | {'yes' if field in required else ''} | {_about(about)} |"
        for field, about in schema.get("properties", {}).items()
    ]
    head = ["| field | type | required | |", "|---|---|---|---|"]
    return "\n".join([f"### {name}", "", str(schema.get("description", "")), "", *head, *rows, ""])


def _about(schema: dict[str, Any]) -> str:
    return " ".join(str(schema.get("description", "")).split())


def _type_of(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    if "anyOf" in schema:
        return " or ".join(_type_of(option) for option in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list of {_type_of(schema.get('items', {}))}"
    kind = {"date-time": "moment", "date": "day"}.get(
        str(schema.get("format")), str(schema.get("type", "any"))
    )
    return kind if kind != "object" else "texts by name"


async def write_orders_api(_settings: Settings, arguments: argparse.Namespace) -> int:
    """Write `orders-api.json` and `orders-api.md`."""
    folder: Path = arguments.folder
    document = json.dumps(openapi_document(), indent=2, ensure_ascii=False) + "\n"
    (folder / "orders-api.json").write_text(document, encoding="utf-8")
    (folder / "orders-api.md").write_text(orders_page(), encoding="utf-8")
    return 0
