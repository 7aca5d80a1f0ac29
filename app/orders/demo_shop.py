"""The demo shop's order system: a packaged file whose days are counted from today, so that it never ages."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from app.domain.errors import InvalidInput
from app.domain.ids import OrderId
from app.domain.money import Money, total_of
from app.domain.orders import (
    Account,
    Address,
    DeliveryWay,
    IdentityClaim,
    Item,
    Order,
    OrderState,
    Payment,
    PaymentMethod,
    Shipment,
    Words,
)
from app.orders.demo import DemoOrders

PACKAGED = "demo_orders.yaml"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Product(_Strict):
    ru: str
    en: str
    price: Decimal
    goods: str = ""


class _Customer(_Strict):
    id: str
    name: str
    email: str
    phone: str
    postcode: str

    def account(self) -> Account:
        return Account(**self.model_dump())


class _Address(_Strict):
    city: str
    line: str
    postcode: str


class _Order(_Strict):
    id: str
    customer: str
    state: OrderState
    delivery: DeliveryWay
    address: _Address
    items: dict[str, int]
    fee: Decimal = Decimal(0)
    paid_by: PaymentMethod
    hint: str = ""
    is_due: bool = False
    refund: Literal["", "pending", "done"] = ""
    placed: float
    shipped: float | None = None
    delivered: float | None = None
    cancelled: float | None = None
    expected: tuple[int, int] | None = None
    kept: int | None = None
    tracking: str = ""


class _File(_Strict):
    products: dict[str, _Product]
    customers: tuple[_Customer, ...]
    orders: tuple[_Order, ...]

    @model_validator(mode="after")
    def _names_fit(self) -> Self:
        """Every order's customer and products exist."""
        customers = {customer.id for customer in self.customers}
        for order in self.orders:
            unknown = [key for key in order.items if key not in self.products]
            if unknown or order.customer not in customers:
                raise ValueError(f"order {order.id}: unknown customer or product {unknown or order.customer}")
        return self


class DemoShop:
    """The packaged demo orders as they stand at the moment of asking; implements `OrderGateway`."""

    def __init__(self, clock: Callable[[], datetime], path: Path | None = None) -> None:
        self._clock = clock
        self._file = _read(path)
        self._accounts = tuple(customer.account() for customer in self._file.customers)

    async def prove(self, claim: IdentityClaim) -> str | None:
        """See the port."""
        return await self._today().prove(claim)

    async def find_order(self, account: str, order: str) -> Order | None:
        """See the port."""
        return await self._today().find_order(account, order)

    async def orders_of(self, account: str) -> tuple[Order, ...]:
        """See the port."""
        return await self._today().orders_of(account)

    def _today(self) -> DemoOrders:
        now = self._clock()
        return DemoOrders(self._accounts, [_order(order, self._file, now) for order in self._file.orders])


def _read(path: Path | None) -> _File:
    source = path or resources.files("app.orders").joinpath(PACKAGED)
    try:
        return _File.model_validate(yaml.safe_load(source.read_text(encoding="utf-8")))
    except (ValidationError, yaml.YAMLError) as error:
        raise InvalidInput(f"{path or PACKAGED}: {error}", field="orders") from error


def _order(order: _Order, file: _File, now: datetime) -> Order:
    items = tuple(_item(key, count, file) for key, count in order.items.items())
    goods = total_of(tuple(Money(amount=item.price.amount * item.quantity) for item in items))
    total = Money(amount=goods.amount + order.fee)
    first, last = order.expected or (None, None)
    return Order(
        id=OrderId(order.id),
        account=order.customer,
        state=order.state,
        items=items,
        total=total,
        delivery=order.delivery,
        address=Address(**order.address.model_dump()),
        shipments=(Shipment(tracking=order.tracking),) if order.tracking else (),
        payments=_payments(order, total),
        placed_at=_moment(order.placed, now),
        paid_at=None if order.is_due else _moment(order.placed, now),
        shipped_at=_moment(order.shipped, now),
        delivered_at=_moment(order.delivered, now),
        cancelled_at=_moment(order.cancelled, now),
        expected_from=_day(first, now),
        expected_to=_day(last, now),
        kept_until=_day(order.kept, now),
    )


def _item(key: str, quantity: int, file: _File) -> Item:
    product = file.products[key]
    return Item(
        id=key,
        name=Words(ru=product.ru, en=product.en),
        price=Money(amount=product.price),
        quantity=quantity,
        goods=product.goods,
    )


def _payments(order: _Order, total: Money) -> tuple[Payment, ...]:
    paid = Payment(
        kind="payment", amount=total, method=order.paid_by, hint=order.hint, is_pending=order.is_due
    )
    if not order.refund:
        return (paid,)
    refund = Payment(kind="refund", amount=total, method=order.paid_by, is_pending=order.refund == "pending")
    return (paid, refund)


def _moment(days: float | None, now: datetime) -> datetime | None:
    return None if days is None else now + timedelta(days=days)


def _day(days: int | None, now: datetime) -> date | None:
    return None if days is None else now.date() + timedelta(days=days)
