"""Reads a store of orders from rows `{table: users | orders | products, record}`, one JSON object a line."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from app.domain.errors import InvalidInput
from app.domain.order_changes import Variant
from app.domain.orders import Account, Order, OrderState, PaymentMethod
from app.orders.demo import DemoOrders
from app.orders.records import (
    AddressRecord,
    ItemRecord,
    Line,
    OrderRecord,
    PaymentRecord,
    ShipmentRecord,
    VariantRecord,
)

_STATES: Mapping[str, OrderState] = {
    "pending": "pending",
    "paid": "paid",
    "processed": "processed",
    "shipped": "shipped",
    "delivered": "delivered",
    "cancelled": "cancelled",
    "canceled": "cancelled",
    "return requested": "return_requested",
    "returned": "returned",
    "exchange requested": "exchange_requested",
}
_METHODS: Mapping[str, PaymentMethod] = {
    "credit_card": "card",
    "debit_card": "card",
    "gift_card": "gift_card",
    "paypal": "paypal",
}


class _Row(BaseModel):
    model_config = ConfigDict(extra="ignore")


class _Name(_Row):
    first_name: Line
    last_name: Line


class _Address(_Row):
    address1: Line = ""
    city: Line = ""
    zip: Line = ""

    def record(self) -> AddressRecord:
        return AddressRecord(city=self.city, line=self.address1, postcode=self.zip)


class _Method(_Row):
    source: str = ""
    last_four: str = ""


class _User(_Row):
    user_id: str
    name: _Name
    address: _Address = _Address()
    email: str = ""
    phone: str = ""
    payment_methods: dict[str, _Method] = {}

    def account(self) -> Account:
        return Account(
            id=self.user_id,
            name=f"{self.name.first_name} {self.name.last_name}",
            email=self.email,
            phone=self.phone,
            postcode=self.address.zip,
        )


class _Item(_Row):
    name: Line
    item_id: Line = ""
    price: Decimal
    options: dict[Line, Line] = {}


class _Variant(_Row):
    item_id: Line
    price: Decimal
    options: dict[Line, Line] = {}
    available: bool = True


class _Product(_Row):
    name: Line = ""
    variants: dict[str, _Variant] = {}

    def family(self) -> tuple[Variant, ...]:
        return tuple(
            VariantRecord(
                id=variant.item_id,
                name=self.name,
                price=variant.price,
                currency="USD",
                options=variant.options,
                is_available=variant.available,
            ).to_variant()
            for variant in self.variants.values()
        )


class _Parcel(_Row):
    tracking_id: list[str] = []


class _Paid(_Row):
    transaction_type: Literal["payment", "refund"] = "payment"
    amount: Decimal
    payment_method_id: str = ""


class _Order(_Row):
    order_id: Line
    user_id: str
    status: str
    address: _Address | None = None
    items: list[_Item] = []
    fulfillments: list[_Parcel] = []
    payment_history: list[_Paid] = []

    def order(self, methods: Mapping[str, _Method]) -> Order:
        record = OrderRecord(
            id=self.order_id,
            state=_state(self.status),
            items=tuple(
                ItemRecord(id=item.item_id, name=item.name, price=item.price, options=item.options)
                for item in self.items
            ),
            currency="USD",
            address=self.address.record() if self.address else None,
            shipments=tuple(
                ShipmentRecord(tracking=number)
                for parcel in self.fulfillments
                for number in parcel.tracking_id
            ),
            payments=tuple(_payment(paid, methods) for paid in self.payment_history),
        )
        return record.to_order(self.user_id)


def load_orders(path: Path, *, now: datetime | None = None) -> DemoOrders:
    """The store of that file; changes are made at the moment `now`, without it they are refused.

    Raises `InvalidInput` naming file, line and field of a malformed row.
    """
    with path.open(encoding="utf-8") as lines:
        return read_orders(_rows(path.name, lines), now=now)


def read_orders(rows: Iterable[tuple[str, Mapping[str, Any]]], *, now: datetime | None = None) -> DemoOrders:
    """The store of these rows, each with the place it stands at; rows of other tables are passed over."""
    users: dict[str, _User] = {}
    orders: list[_Order] = []
    families: dict[str, tuple[Variant, ...]] = {}
    for place, row in rows:
        try:
            if row.get("table") == "users":
                user = _User.model_validate(row.get("record"))
                users[user.user_id] = user
            elif row.get("table") == "orders":
                orders.append(_Order.model_validate(row.get("record")))
            elif row.get("table") == "products":
                family = _Product.model_validate(row.get("record")).family()
                families.update({variant.id: family for variant in family})
        except ValidationError as error:
            first = error.errors()[0]
            raise InvalidInput(f"{place}: {first['loc']}: {first['msg']}", field=str(first["loc"])) from error
    return DemoOrders(
        accounts=[user.account() for user in users.values()],
        orders=[order.order(_methods_of(users, order.user_id)) for order in orders],
        families=families,
        now=now,
    )


def _rows(name: str, lines: Iterable[str]) -> Iterable[tuple[str, Mapping[str, Any]]]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield f"{name}:{number}", json.loads(line)
        except ValueError as error:
            raise InvalidInput(f"{name}:{number}: not JSON") from error


def _methods_of(users: Mapping[str, _User], user_id: str) -> Mapping[str, _Method]:
    return users[user_id].payment_methods if user_id in users else {}


def _state(status: str) -> OrderState:
    """The state by its first words, so that "pending (item modified)" is pending."""
    plain = status.lower().replace("_", " ").split("(")[0].strip()
    if plain not in _STATES:
        raise InvalidInput(f"unknown order status {status!r}", field="status")
    return _STATES[plain]


def _payment(paid: _Paid, methods: Mapping[str, _Method]) -> PaymentRecord:
    known = methods.get(paid.payment_method_id)
    source = known.source if known else paid.payment_method_id.rsplit("_", 1)[0]
    return PaymentRecord(
        kind=paid.transaction_type,
        amount=abs(paid.amount),
        method=_METHODS.get(source, "other"),
        hint=known.last_four if known else "",
    )
