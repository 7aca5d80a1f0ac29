"""What the widget's forms send is read as it was meant; the widget's own tests pass the same fixtures."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.assistant.ordering.reading.changes import read_address
from app.assistant.ordering.reading.details import read_details
from app.domain.orders import Address

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "fixtures" / "forms" / "composed.json").read_text(encoding="utf-8")
)


def cases(key: str) -> list[Any]:
    return [pytest.param(case["text"], case[key], id=case["text"]) for case in CASES if key in case]


def test_every_case_says_how_it_is_read() -> None:
    assert {case["lang"] for case in CASES} == {"ru", "en"}
    assert all(("details" in case) != ("address" in case) for case in CASES)


@pytest.mark.parametrize(("text", "meant"), cases("details"))
def test_a_composed_proof_is_read_as_it_was_meant(text: str, meant: dict[str, Any]) -> None:
    details = read_details(text)
    read = {"email": details.email, "phone": details.phone, "name": details.name, "codes": [*details.codes]}
    assert {"order": [one.key for one in details.orders], **read} == {
        "order": [meant["order"]],
        "email": meant.get("email", ""),
        "phone": meant.get("phone", ""),
        "name": meant.get("name", ""),
        "codes": meant.get("codes", []),
    }


@pytest.mark.parametrize(("text", "meant"), cases("address"))
def test_a_composed_address_is_read_as_it_was_meant(text: str, meant: dict[str, str]) -> None:
    assert read_address(text, is_asked=True) == Address(**meant)
