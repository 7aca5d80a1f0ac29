"""A shop's own order system over HTTP: the port in the words of the contract (see `contract`)."""

import time
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import quote

from pydantic import BaseModel, ValidationError

from app.domain.errors import ChangeRefused, NotFound, OrderChanged, OrdersUnavailable
from app.domain.ids import ProposalId
from app.domain.order_changes import OrderChange, Variant
from app.domain.order_numbers import is_same_order, order_key
from app.domain.orders import IdentityClaim, Order
from app.orders import contract as c
from app.orders.gateway import newest_first
from app.orders.records import OrderRecord
from app.orders.transport import Patience, ShopLine

_FOUND_OR_NOT = frozenset({c.OK, c.NOT_FOUND})
_CHANGE = frozenset({c.OK, c.NOT_FOUND, c.CHANGED, c.REFUSED})
_NO_SEGMENT = frozenset({"", ".", ".."})
"""What a path cannot carry; nothing of the shop's is named so."""

_Model = TypeVar("_Model", bound=BaseModel)


class HttpOrders:
    """Speaks the contract to one shop; implements `OrderGateway`. Close it with `aclose`."""

    def __init__(
        self,
        base_url: str,
        token: str,
        *,
        patience: Patience | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._line = ShopLine(base_url, token, patience or Patience(), clock)

    async def prove(self, claim: IdentityClaim) -> str | None:
        """See the port. Asked once: the shop counts tries too."""
        answer = await self._line.post("proofs", c.ProofRequest.of(claim).model_dump(mode="json"), {c.OK})
        return _parse(c.Proof, answer.body).account or None

    async def find_order(self, account: str, order: str) -> Order | None:
        """See the port."""
        return await self._find(account, order)

    async def orders_of(self, account: str) -> tuple[Order, ...]:
        """See the port."""
        path = _path(account)
        if path is None:
            return ()
        answer = await self._line.read(path, {c.OK})
        records = _parse(c.Orders, answer.body).orders
        return newest_first(tuple(record.to_order(account) for record in records))

    async def variants_of(self, account: str, order: str, item: str) -> tuple[Variant, ...]:
        """See the port."""
        path = _path(account, order, "items", item, "variants")
        if path is None:
            return ()
        answer = await self._line.read(path, _FOUND_OR_NOT)
        records = () if answer.status == c.NOT_FOUND else _parse(c.Variants, answer.body).variants
        return tuple(record.to_variant() for record in records)

    async def change(self, account: str, change: OrderChange, *, version: str, key: ProposalId) -> Order:
        """See the port. Sent once: whether an answer that got lost was a yes is for `find_change`."""
        order = order_key(change.order)
        path = _path(account, order, "changes")
        if path is None:
            raise NotFound
        body = c.ChangeRecord.of(change, version).model_dump(mode="json", exclude_none=True)
        answer = await self._line.post(path, body, _CHANGE, {c.KEY_HEADER: key})
        if answer.status == c.NOT_FOUND:
            raise NotFound
        if answer.status == c.CHANGED:
            raise OrderChanged
        if answer.status == c.REFUSED:
            raise ChangeRefused(_parse(c.Problem, answer.body).code)
        return _order(answer.body, account, order)

    async def find_change(self, account: str, order: str, key: ProposalId) -> Order | None:
        """See the port."""
        return await self._find(account, order, "changes", key)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._line.aclose()

    async def _find(self, account: str, order: str, *rest: str) -> Order | None:
        path = _path(account, order, *rest)
        if path is None:
            return None
        answer = await self._line.read(path, _FOUND_OR_NOT)
        return None if answer.status == c.NOT_FOUND else _order(answer.body, account, order)


def _path(account: str, *rest: str) -> str | None:
    """The path below an account's orders, every part percent-encoded; None when a part cannot be one."""
    if _NO_SEGMENT & {account, *rest}:
        return None
    return "/".join(quote(part, safe="") for part in ("accounts", account, "orders", *rest))


def _order(answer: bytes, account: str, key: str) -> Order:
    record = _parse(OrderRecord, answer)
    if not is_same_order(key, record.id):
        raise OrdersUnavailable("the order system answered with another order")
    return record.to_order(account)


def _parse(model: type[_Model], answer: bytes) -> _Model:
    try:
        return model.model_validate_json(answer)
    except ValidationError as error:
        raise OrdersUnavailable(
            f"the order system's answer does not fit: {error.error_count()} errors"
        ) from error
