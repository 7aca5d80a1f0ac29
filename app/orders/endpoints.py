"""The endpoints of the contract, each with its promises and an example, as data; no I/O.

The examples are what `docs/examples/orders_server.py` answers to them, asked in this order.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel

from app.orders import contract as c
from app.orders.records import OrderRecord

_ORDER: Mapping[str, Any] = {
    "id": "EX-1001",
    "state": "paid",
    "items": [
        {
            "id": "lamp-brass",
            "name": {"ru": "Лампа, латунь", "en": "Lamp, brass"},
            "price": "4590",
            "quantity": 1,
            "options": {"colour": "brass"},
            "goods": "",
        }
    ],
    "currency": "RUB",
    "total": "4590",
    "delivery": "courier",
    "address": {"city": "Москва", "line": "Тестовая улица, 1", "postcode": "101000"},
    "shipments": [],
    "payments": [{"kind": "payment", "amount": "4590", "method": "card", "hint": "4242"}],
    "placed_at": "2026-03-01T10:00:00+03:00",
    "expected_from": "2026-03-04",
    "expected_to": "2026-03-05",
    "version": "1",
}
_CANCELLED: Mapping[str, Any] = {
    **_ORDER,
    "state": "cancelled",
    "cancelled_at": "2026-03-02T12:00:00+00:00",
    "payments": [
        *_ORDER["payments"],
        {"kind": "refund", "amount": "4590", "method": "card", "hint": "4242", "is_pending": True},
    ],
    "version": "2",
}
_MISS = "Unknown and somebody else's alike: the same body, in the same time."


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One thing a shop answers; `refusals` are its statuses beside 200 and 401.

    `example` is a filled-in path, `sent` and `answered` the JSON that goes there and comes back.
    """

    name: str
    method: Literal["GET", "POST"]
    path: str
    summary: str
    promise: str
    answer: type[BaseModel]
    example: str
    answered: Mapping[str, Any]
    request: type[BaseModel] | None = None
    sent: Mapping[str, Any] | None = None
    refusals: tuple[tuple[int, str], ...] = ()

    @property
    def takes_key(self) -> bool:
        """Whether the request carries an idempotency key."""
        return self.request is c.ChangeRecord


ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint(
        name="prove",
        method="POST",
        path="/proofs",
        summary="Whose order is this?",
        promise="Answer the account when the order exists **and** one second factor fits its customer: the "
        "e-mail, the phone, or first and last name with a postcode. Unknown order, wrong factor and the "
        'right factor of another customer are the same `{"account": null}`, byte for byte and in the same '
        "time: compare every factor, even when the order is unknown. An empty text fits nothing. Texts come "
        "from anybody: expect anything.",
        request=c.ProofRequest,
        answer=c.Proof,
        example="/proofs",
        sent={"order": "EX1001", "email": "anna@example.com", "phone": "", "name": "", "postcodes": []},
        answered={"account": "c-1"},
    ),
    Endpoint(
        name="orders_of",
        method="GET",
        path="/accounts/{account}/orders",
        summary="All orders of an account",
        promise="That account's orders and no others, in any order; an unknown account has none.",
        answer=c.Orders,
        example="/accounts/c-2/orders",
        answered={"orders": [{"id": "EX-2001", "state": "delivered", "version": "1"}]},
    ),
    Endpoint(
        name="find_order",
        method="GET",
        path="/accounts/{account}/orders/{order}",
        summary="One order of an account",
        promise="By its number in capitals and digits, or by the digits alone.",
        answer=OrderRecord,
        example="/accounts/c-1/orders/1001",
        answered=_ORDER,
        refusals=((c.NOT_FOUND, _MISS),),
    ),
    Endpoint(
        name="variants_of",
        method="GET",
        path="/accounts/{account}/orders/{order}/items/{item}/variants",
        summary="What an item could be instead",
        promise="The item itself included; empty when there is nothing to exchange it for.",
        answer=c.Variants,
        example="/accounts/c-1/orders/EX1001/items/lamp-brass/variants",
        answered={
            "variants": [
                {"id": "lamp-brass", "name": "Lamp, brass", "price": "4590", "options": {"colour": "brass"}},
                {"id": "lamp-black", "name": "Lamp, black", "price": "4790", "options": {"colour": "black"}},
            ]
        },
        refusals=((c.NOT_FOUND, "Unknown item, unknown order and somebody else's alike."),),
    ),
    Endpoint(
        name="change",
        method="POST",
        path="/accounts/{account}/orders/{order}/changes",
        summary="Change an order, once",
        promise="Make the change and answer the order afterwards. Keep the key with the effect, in one "
        "transaction: the same key again changes nothing and answers the order, whatever its version is by "
        "then; while the first is still at work, let the second wait, or answer 503. Check the owner, then "
        "the key, then the version, then your rules.",
        request=c.ChangeRecord,
        answer=OrderRecord,
        example="/accounts/c-1/orders/EX1001/changes",
        sent={"deed": "cancel", "version": "1", "reason": "ordered_by_mistake"},
        answered=_CANCELLED,
        refusals=(
            (c.NOT_FOUND, _MISS),
            (c.CHANGED, "The order is not in that `version`: nothing was done."),
            (c.REFUSED, "You do not allow it, `code` says why: nothing was done, and the key stays unused."),
        ),
    ),
    Endpoint(
        name="find_change",
        method="GET",
        path="/accounts/{account}/orders/{order}/changes/{key}",
        summary="Was that change made?",
        promise="Asked before a change and when an answer was lost. The order, when the change with that key "
        "was made on it.",
        answer=OrderRecord,
        example="/accounts/c-1/orders/EX1001/changes/3q2-example-key",
        answered=_CANCELLED,
        refusals=((c.NOT_FOUND, "No such change was made, or the order is not that account's."),),
    ),
)
EXAMPLE_KEY = "3q2-example-key"
