"""The demo shop's order system: a packaged file whose days are counted from today, so that it never ages."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from app.domain.errors import InvalidInput
from app.domain.ids import OrderId, ProposalId
from app.domain.money import Money, total_of
from app.domain.order_changes import OrderChange, Variant
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
from app.orders.demo import DemoOrders, Families
from app.storage.database import Connection, Database
from app.storage.demo_changes import MadeChange, insert_change, read_changes
from app.storage.timeline import queue_for

PACKAGED = "demo_orders.yaml"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Product(_Strict):
    ru: str
    en: str
    price: Decimal
    goods: str = ""
    family: str = ""
    is_sold_out: bool = False


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
    """The packaged demo orders as they stand at the moment of asking; implements `OrderGateway`.

    What customers change is kept in the database; without one it lasts as long as the process.
    """

    def __init__(
        self, clock: Callable[[], datetime], database: Database | None = None, path: Path | None = None
    ) -> None:
        self._clock = clock
        self._database = database
        self._file = _read(path) if path else _packaged()
        self._accounts = tuple(customer.account() for customer in self._file.customers)
        self._families = _families(self._file)
        self._kept: list[MadeChange] = []

    async def prove(self, claim: IdentityClaim) -> str | None:
        """See the port."""
        return await (await self._today()).prove(claim)

    async def find_order(self, account: str, order: str) -> Order | None:
        """See the port."""
        return await (await self._today()).find_order(account, order)

    async def orders_of(self, account: str) -> tuple[Order, ...]:
        """See the port."""
        return await (await self._today()).orders_of(account)

    async def variants_of(self, account: str, order: str, item: str) -> tuple[Variant, ...]:
        """See the port."""
        return await (await self._today()).variants_of(account, order, item)

    async def change(self, account: str, change: OrderChange, *, version: str, key: ProposalId) -> Order:
        """See the port."""
        made = MadeChange(key=key, account=account, change=change, at=self._clock())
        if self._database is None:
            order, is_new = self._make(self._kept, made, version)
            self._kept += [made] if is_new else []
            return order
        return await self._database.write(lambda connection: self._transact(connection, made, version))

    async def find_change(self, account: str, order: str, key: ProposalId) -> Order | None:
        """See the port."""
        return await (await self._today()).find_change(account, order, key)

    def _transact(self, connection: Connection, made: MadeChange, version: str) -> Order:
        queue_for(connection, "demo_changes")
        order, is_new = self._make(read_changes(connection), made, version)
        if is_new:
            insert_change(connection, made)
        return order

    def _make(self, before: Iterable[MadeChange], made: MadeChange, version: str) -> tuple[Order, bool]:
        """The order after the change, and whether the change is new. Raises as the port says."""
        orders = self._after(before)
        is_new = not orders.has_made(made.key)
        order = orders.make(made.account, made.change, version=version, key=made.key, at=made.at)
        return order, is_new

    async def _today(self) -> DemoOrders:
        if self._database is None:
            return self._after(self._kept)
        return self._after(await self._database.read(read_changes))

    def _after(self, changes: Iterable[MadeChange]) -> DemoOrders:
        now = self._clock()
        orders = [_order(order, self._file, now) for order in self._file.orders]
        today = DemoOrders(self._accounts, orders, self._families)
        for made in changes:
            today.make(made.account, made.change, version=None, key=made.key, at=made.at)
        return today


@cache
def _packaged() -> _File:
    return _read(resources.files("app.orders").joinpath(PACKAGED))


def _read(source: Traversable) -> _File:
    try:
        return _File.model_validate(yaml.safe_load(source.read_text(encoding="utf-8")))
    except (ValidationError, yaml.YAMLError) as error:
        raise InvalidInput(f"{source}: {error}", field="orders") from error


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


def _families(file: _File) -> Families:
    variants = {
        key: Variant(
            id=key,
            name=Words(ru=product.ru, en=product.en),
            price=Money(amount=product.price),
            goods=product.goods,
            is_available=not product.is_sold_out,
        )
        for key, product in file.products.items()
    }
    return {
        key: tuple(variants[other] for other, kin in file.products.items() if kin.family == product.family)
        for key, product in file.products.items()
        if product.family
    }


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
