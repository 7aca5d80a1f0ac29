"""An order as it crosses the edge (HTTP, the demo file) and its reading into domain values; no I/O."""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from app.domain.ids import OrderId
from app.domain.money import Money, total_of
from app.domain.order_changes import OrderChange, Variant
from app.domain.order_rules import Deed
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

LastFour = Annotated[str, BeforeValidator(lambda value: re.sub(r"\D", "", str(value))[-4:])]
"""The last four digits of whatever was sent, so that a whole card number never gets in."""


class Record(BaseModel):
    """Base of everything read from an order system: unknown fields are ignored, so comments never get in."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class NameRecord(Record):
    """A name in both languages."""

    ru: Line
    en: Line


class ItemRecord(Record):
    """One line of an order; `price` per piece in the order's currency."""

    id: Line = ""
    name: NameRecord | Line
    price: Decimal
    quantity: int = Field(default=1, ge=1)
    options: dict[Line, Line] = {}
    goods: Line = ""

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
    """What an item could be instead; `price` per piece in the order's currency."""

    id: Line = Field(min_length=1)
    name: NameRecord | Line
    price: Decimal
    currency: str = Field(default="RUB", pattern="^[A-Z]{3}$")
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
    amount: Decimal
    method: PaymentMethod = "other"
    hint: LastFour = ""
    is_pending: bool = False


class AddressRecord(Record):
    """Where it goes."""

    city: Line = ""
    line: Line = ""
    postcode: Line = ""


class OrderRecord(Record):
    """An order; without `total` it is the sum of the items."""

    id: Line = Field(min_length=1)
    state: OrderState
    items: tuple[ItemRecord, ...] = Field(default=(), max_length=MAX_ITEMS)
    currency: str = Field(default="RUB", pattern="^[A-Z]{3}$")
    total: Decimal | None = None
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
    expected_to: date | None = None
    kept_until: date | None = None
    version: Line = ""

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


class SwapRecord(Record):
    """One line of the order and the variant that takes its place, both by id."""

    item: str
    variant: str


class ChangeRecord(Record):
    """A change as it is sent to a shop; `version` is the order's own, left out when it has none."""

    deed: Deed
    version: str | None = None
    items: tuple[str, ...] = ()
    swaps: tuple[SwapRecord, ...] = ()
    address: AddressRecord | None = None
    refund_to: PaymentMethod | None = None
    reason: str = ""

    @classmethod
    def of(cls, change: OrderChange, version: str) -> Self:
        """The record of a change of the order in that version (see `order_version`)."""
        address = change.address
        return cls(
            deed=change.deed,
            version=None if version.startswith("~") else version,
            items=change.items,
            swaps=tuple(SwapRecord(item=swap.item, variant=swap.variant.id) for swap in change.swaps),
            address=AddressRecord(city=address.city, line=address.line, postcode=address.postcode)
            if address
            else None,
            refund_to=change.refund_to,
            reason=change.reason,
        )


def _words(name: NameRecord | str) -> Words:
    return Words(ru=name, en=name) if isinstance(name, str) else Words(ru=name.ru, en=name.en)
