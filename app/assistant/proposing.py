"""Arguments of a proposed change, from rules or a model, made a domain value; none of them is trusted."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.domain.errors import InvalidInput
from app.domain.order_changes import OrderChange, Swap, Variant
from app.domain.order_rules import Deed
from app.domain.orders import Address, Item, Order, PaymentMethod
from app.domain.plain_text import plain_line

MAX_ITEMS = 20

FindVariants = Callable[[Order, Item], Awaitable[Sequence[Variant]]]
"""What an item of an order could be instead."""


class _Swap(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    item: str = Field(max_length=80)
    variant: str = Field(max_length=80)


class _Arguments(BaseModel):
    """Everything that a proposal may name; there is no field for a customer, a price or a token."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)

    items: list[str] = Field(default=[], max_length=MAX_ITEMS)
    swaps: list[_Swap] = Field(default=[], max_length=MAX_ITEMS)
    city: str = Field(default="", max_length=200)
    line: str = Field(default="", max_length=200)
    postcode: str = Field(default="", max_length=20)
    reason: str = Field(default="", max_length=40)
    refund_to: PaymentMethod | None = None


async def read_change(
    deed: Deed, order: Order, arguments: Mapping[str, Any], variants_of: FindVariants
) -> OrderChange:
    """The change of that order that the arguments name; variants and their prices come from the shop alone.

    Raises `InvalidInput` for malformed arguments and for an item or a variant that does not exist.
    """
    try:
        given = _Arguments.model_validate(dict(arguments))
    except ValidationError as error:
        raise InvalidInput(str(error.errors()[0]["loc"]), field="arguments") from error
    return OrderChange(
        deed=deed,
        order=order.id,
        items=tuple(given.items) if deed == "return" else (),
        swaps=await _swaps(order, given, variants_of) if deed in ("exchange", "change_items") else (),
        address=_address(given) if deed == "change_address" else None,
        refund_to=given.refund_to if deed in ("cancel", "return") else None,
        reason=given.reason,
    )


async def _swaps(order: Order, given: _Arguments, variants_of: FindVariants) -> tuple[Swap, ...]:
    """The swaps; an item that is to stay as it is beside another that changes is left out."""
    swaps = tuple([await _swap(order, swap, variants_of) for swap in given.swaps])
    return tuple(swap for swap in swaps if swap.variant.id != swap.item) or swaps


async def _swap(order: Order, swap: _Swap, variants_of: FindVariants) -> Swap:
    item = next((item for item in order.items if item.id == swap.item), None)
    if item is None:
        raise InvalidInput("no such item", field="item")
    found = [variant for variant in await variants_of(order, item) if variant.id == swap.variant]
    if not found:
        raise InvalidInput("no such variant", field="variant")
    return Swap(item=item.id, variant=found[0])


def _address(given: _Arguments) -> Address:
    return Address(
        city=plain_line(given.city), line=plain_line(given.line), postcode=plain_line(given.postcode, 20)
    )
