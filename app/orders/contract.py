"""The messages of the HTTP contract that a shop implements; no I/O.

`docs/orders-api.json` and `docs/orders-api.md` are written from here and from `endpoints`, `HttpOrders`
speaks it, the kit checks it.
"""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from app.domain.order_changes import OrderChange
from app.domain.order_rules import Deed
from app.domain.orders import IdentityClaim, PaymentMethod, phone_key
from app.orders.records import AddressRecord, Line, OrderRecord, Record, VariantRecord

VERSION = "1.0"
KEY_HEADER = "Idempotency-Key"
OK, NO_TOKEN, NOT_FOUND, CHANGED, REFUSED = 200, 401, 404, 409, 422


class Message(BaseModel):
    """Base of everything that is sent to a shop."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class ProofRequest(Message):
    """What a visitor gave to prove who they are: an order and one second factor; the others are empty."""

    order: str
    """Capitals A–Z and digits without separators, or the digits alone."""
    email: str = ""
    """In small letters."""
    phone: str = ""
    """The last ten digits."""
    name: str = ""
    """Words that may be a name, in any order: the first and the last name must be among them."""
    postcodes: tuple[str, ...] = ()
    """One of them must fit; a name counts only together with a postcode."""

    @classmethod
    def of(cls, claim: IdentityClaim) -> Self:
        """The message for a claim, its factors written as the contract says."""
        return cls(
            order=claim.order,
            email=claim.email.strip().lower(),
            phone=phone_key(claim.phone),
            name=claim.name,
            postcodes=claim.postcodes,
        )


class Proof(Record):
    """Whose the order is."""

    account: Annotated[str, Field(max_length=200)] | None
    """Your id of the customer when the order exists and a factor fits it; null for every kind of miss."""


class Orders(Record):
    """All orders of one account."""

    orders: tuple[OrderRecord, ...]


class Variants(Record):
    """Everything that an item could be instead, itself included; empty when there is nothing."""

    variants: tuple[VariantRecord, ...]


class Problem(Record):
    """Why not."""

    code: Line = ""
    """`unauthorized`, `not_found`, `order_changed`, or your own code for why you refuse; never shown."""


class SwapRecord(Message):
    """One line of the order and the variant that takes its place."""

    item: str
    """The item's id."""
    variant: str
    """The variant's id."""


class ChangeRecord(Message):
    """A change that the customer confirmed by pressing a button."""

    deed: Deed
    """`withdraw` takes a requested return or exchange back; `change_items` swaps variants before packing."""
    version: str | None = None
    """The order's version that the customer saw; left out when your orders have none."""
    items: tuple[str, ...] = ()
    """`return`: ids of the lines that come back."""
    swaps: tuple[SwapRecord, ...] = ()
    """`exchange` and `change_items`: which line becomes what."""
    address: AddressRecord | None = None
    """`change_address`: where the order goes instead."""
    refund_to: PaymentMethod | None = None
    """Where the money goes when not back the way it was paid."""
    reason: str = ""
    """A code of `app/orders/order_rules.yaml`."""

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
