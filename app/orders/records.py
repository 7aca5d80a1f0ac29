"""An order as it crosses the edge (HTTP, the demo file) and its reading into domain values; no I/O."""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from app.domain.ids import OrderId
from app.domain.money import Money, total_of
from app.domain.order_changes import Variant
from app.domain.orders import (
    Address,
    DeliveryWay,
    Item,
    Order,
    OrderState,
    Payment,
    PaymentMethod,
    Shipment,
    Words,
)
from app.domain.plain_text import plain_line

MAX_ITEMS = 100


def _line(value: object) -> object:
    return plain_line(str(value)) if isinstance(value, str | int) else value


Line = Annotated[str, BeforeValidator(_line)]
"""Text of an order system: one short line without markup, links or hidden characters."""


def _exact(value: object) -> object:
    line = _line(value)
    return line if line == str(value) else ""


Id = Annotated[str, BeforeValidator(_exact)]
"""What is sent back to the order system as it came: one short line without markup, else as good as absent."""

Mark = Annotated[
    str,
    BeforeValidator(lambda value: str(value) if isinstance(value, int) else value),
    Field(max_length=200, pattern="^[^~]*$"),
]
"""A version: sent back as it came, never shown; "~" begins our own."""

LastFour = Annotated[str, BeforeValidator(lambda value: re.sub(r"\D", "", str(value))[-4:])]
"""The last four digits of whatever was sent, so that a whole card number never gets in."""

Amount = Annotated[Decimal, Field(max_digits=15)]
"""An amount of money, exact: best sent as a string."""

Currency = Annotated[str, Field(pattern="^[A-Z]{3}$")]


class Record(BaseModel):
    """Base of everything read from an order system: unknown fields are ignored, so comments never get in."""

    model_config = ConfigDict(extra="ignore", frozen=True, use_attribute_docstrings=True)


class NameRecord(Record):
    """A name in both languages."""

    ru: Line
    en: Line


class ItemRecord(Record):
    """One line of an order."""

    id: Id = ""
    """Stays the same, without markup characters; a line without it can be neither returned nor exchanged in
    the chat."""
    name: NameRecord | Line
    """In both languages, or one string when you have one."""
    price: Amount
    """Per piece, in the order's currency."""
    quantity: int = Field(default=1, ge=1)
    options: dict[Line, Line] = {}
    """Such as colour and size."""
    goods: Line = ""
    """The group of goods whose rules apply (`app/orders/order_rules.yaml`); empty for the general ones."""

    def to_item(self, currency: str) -> Item:
        """The domain's value."""
        return Item(
            id=self.id,
            name=_words(self.name),
            price=Money(amount=self.price, currency=currency),
            quantity=self.quantity,
            options=tuple(self.options.items()),
            goods=self.goods,
        )


class VariantRecord(Record):
    """What an item could be instead."""

    id: Id = Field(min_length=1)
    name: NameRecord | Line
    price: Amount
    """Per piece."""
    currency: Currency = "RUB"
    options: dict[Line, Line] = {}
    goods: Line = ""
    is_available: bool = True

    def to_variant(self) -> Variant:
        """The domain's value."""
        return Variant(
            id=self.id,
            name=_words(self.name),
            price=Money(amount=self.price, currency=self.currency),
            options=tuple(self.options.items()),
            goods=self.goods,
            is_available=self.is_available,
        )


class ShipmentRecord(Record):
    """A parcel under way."""

    tracking: Line
    carrier: Line = ""


class PaymentRecord(Record):
    """Money paid or returned; of `hint` only the last four digits are kept."""

    kind: Literal["payment", "refund"] = "payment"
    amount: Amount
    """In the order's currency, above zero for refunds too."""
    method: PaymentMethod = "other"
    hint: LastFour = ""
    """The last four digits of the card; anything more is cut off."""
    is_pending: bool = False
    """Still to be paid, or on its way back."""


class AddressRecord(Record):
    """Where it goes; shown masked."""

    city: Line = ""
    line: Line = ""
    """Street, house, flat."""
    postcode: Line = ""


class OrderRecord(Record):
    """An order as the customer may hear of it. Moments carry an offset, days do not."""

    id: Line = Field(min_length=1)
    """The number as you print it, such as "KL-10427"."""
    state: OrderState
    """`pending` is accepted and not touched yet, `processed` is packed and labelled for the carrier."""
    items: tuple[ItemRecord, ...] = Field(default=(), max_length=MAX_ITEMS)
    currency: Currency = "RUB"
    total: Amount | None = None
    """Without it the sum of the items."""
    delivery: DeliveryWay = "unknown"
    address: AddressRecord | None = None
    shipments: tuple[ShipmentRecord, ...] = ()
    payments: tuple[PaymentRecord, ...] = ()
    placed_at: AwareDatetime | None = None
    paid_at: AwareDatetime | None = None
    shipped_at: AwareDatetime | None = None
    delivered_at: AwareDatetime | None = None
    cancelled_at: AwareDatetime | None = None
    expected_from: date | None = None
    """The first day of the promised arrival."""
    expected_to: date | None = None
    """The last one; the same day when one day is promised."""
    kept_until: date | None = None
    """The last day a pickup point keeps it."""
    version: Mark = ""
    """Your mark of this state, another one after every change. Orders that can be changed in the chat should
    have it."""

    def to_order(self, account: str) -> Order:
        """The domain's value, owned by `account`."""
        items = tuple(item.to_item(self.currency) for item in self.items)
        return Order(
            id=OrderId(self.id),
            account=account,
            state=self.state,
            items=items,
            total=self._total(items),
            delivery=self.delivery,
            address=Address(**self.address.model_dump()) if self.address else None,
            shipments=tuple(Shipment(**parcel.model_dump()) for parcel in self.shipments),
            payments=tuple(self._payment(payment) for payment in self.payments),
            placed_at=self.placed_at,
            paid_at=self.paid_at,
            shipped_at=self.shipped_at,
            delivered_at=self.delivered_at,
            cancelled_at=self.cancelled_at,
            expected_from=self.expected_from,
            expected_to=self.expected_to,
            kept_until=self.kept_until,
            version=self.version,
        )

    def _total(self, items: tuple[Item, ...]) -> Money:
        if self.total is not None:
            return Money(amount=self.total, currency=self.currency)
        lines = tuple(
            Money(amount=item.price.amount * item.quantity, currency=self.currency) for item in items
        )
        return total_of(lines) if lines else Money(amount=Decimal(0), currency=self.currency)

    def _payment(self, payment: PaymentRecord) -> Payment:
        return Payment(
            kind=payment.kind,
            amount=Money(amount=payment.amount, currency=self.currency),
            method=payment.method,
            hint=payment.hint,
            is_pending=payment.is_pending,
        )


def _words(name: NameRecord | str) -> Words:
    return Words(ru=name, en=name) if isinstance(name, str) else Words(ru=name.ru, en=name.en)
