"""Stores of orders read from rows."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import InvalidInput
from app.domain.orders import IdentityClaim
from app.orders.row_files import load_orders

USER: dict[str, Any] = {
    "user_id": "u-1",
    "name": {"first_name": "Nora", "last_name": "Lake"},
    "address": {"address1": "1 Pine Road", "city": "Oldtown", "zip": "44100"},
    "email": "nora@example.com",
    "payment_methods": {
        "credit_card_7": {"source": "credit_card", "last_four": "9876", "id": "credit_card_7"}
    },
}
ORDER: dict[str, Any] = {
    "order_id": "#Q777",
    "user_id": "u-1",
    "status": "pending (item modified)",
    "items": [{"name": "Tent\u200b <b>XL</b>", "item_id": "9", "price": 99.5, "options": {"colour": "red"}}],
    "fulfillments": [{"tracking_id": ["111122223333"], "item_ids": ["9"]}],
    "payment_history": [
        {"transaction_type": "payment", "amount": 99.5, "payment_method_id": "credit_card_7"}
    ],
}


def write(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n", encoding="utf-8")
    return path


async def test_users_and_orders_become_accounts_with_their_orders(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {"table": "users", "record": USER},
        {"table": "products", "record": {}},
        {"table": "orders", "record": ORDER},
    ]
    store = load_orders(write(tmp_path / "rows.jsonl", *rows))
    assert await store.prove(IdentityClaim(order="Q777", name="nora lake", postcodes=("44100",))) == "u-1"
    order = await store.find_order("u-1", "Q777")
    assert order is not None
    assert (order.id, order.state) == ("#Q777", "pending")
    assert order.items[0].name.en == "Tent b XL /b"
    assert order.total.amount == Decimal("99.5") and order.total.currency == "USD"
    assert (order.payments[0].method, order.payments[0].hint) == ("card", "9876")
    assert order.shipments[0].tracking == "111122223333"


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ({**ORDER, "items": [{"name": "Tent"}]}, "price"),
        ({**ORDER, "status": "teleported"}, "teleported"),
        ({"order_id": "#Q1"}, "user_id"),
    ],
)
def test_a_malformed_row_names_its_fault(tmp_path: Path, record: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        load_orders(write(tmp_path / "rows.jsonl", {"table": "orders", "record": record}))


def test_a_line_that_is_not_json_names_its_place(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"table": "products", "record": {}}\n{oops\n', encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"rows\.jsonl:2"):
        load_orders(path)
