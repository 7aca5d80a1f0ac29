"""A shop's own order system over HTTP: a small JSON contract, timeouts, and second tries for reads only.

The shop serves these resources under one base address and checks `Authorization: Bearer <token>`:

- `POST /proofs` with `{"order", "email", "phone", "name", "postcodes"}` answers `{"account": "…"}` when the
  order exists and a second factor fits it, else `{"account": null}`: the same for every kind of miss.
- `GET /accounts/{account}/orders` answers `{"orders": [order, …]}` with that account's orders only.
- `GET /accounts/{account}/orders/{order}` answers one order, or 404 for unknown and somebody else's alike.
- `GET /accounts/{account}/orders/{order}/items/{item}/variants` answers `{"variants": [variant, …]}`.
- `POST /accounts/{account}/orders/{order}/changes` with a `ChangeRecord` and the header `Idempotency-Key`
  makes a change once and answers the order afterwards; 409 when the order is not in that `version`, 422 with
  `{"code": "…"}` when the shop does not allow it.
- `GET /accounts/{account}/orders/{order}/changes/{key}` answers the order when the change of that key was
  made, else 404.

`{order}` is capitals and digits without separators, or the digits alone. An order is an `OrderRecord`.
"""

import asyncio
from typing import Any, TypeVar
from urllib.parse import quote

import httpx
from pydantic import BaseModel, ValidationError

from app.domain.errors import ChangeRefused, NotFound, OrderChanged, OrdersUnavailable
from app.domain.ids import ProposalId
from app.domain.order_changes import OrderChange, Variant
from app.domain.order_numbers import order_key
from app.domain.orders import IdentityClaim, Order
from app.orders.gateway import newest_first
from app.orders.records import ChangeRecord, OrderRecord, VariantRecord

TIMEOUT = httpx.Timeout(5.0, connect=2.0)
MAX_BODY_BYTES = 1_000_000
READ_TRIES = 3
FIRST_PAUSE_S = 0.1

_NOT_FOUND, _CHANGED, _REFUSED = 404, 409, 422
_OK = 200
_PASSING = frozenset({429, 502, 503, 504})


class _Proof(BaseModel):
    account: str | None = None


class _Orders(BaseModel):
    orders: tuple[OrderRecord, ...] = ()


class _Variants(BaseModel):
    variants: tuple[VariantRecord, ...] = ()


class _Refusal(BaseModel):
    code: str = ""


_Model = TypeVar("_Model", bound=BaseModel)


class _Passing(OrdersUnavailable):
    """It may well answer in a moment."""


class HttpOrders:
    """Speaks the contract to one shop; implements `OrderGateway`. Close it with `aclose`."""

    def __init__(self, base_url: str, token: str, *, timeout: httpx.Timeout = TIMEOUT) -> None:
        self._client = httpx.AsyncClient(
            base_url=base_url.rstrip("/") + "/",
            headers={"Authorization": f"Bearer {token}", "Accept": "application/json"},
            timeout=timeout,
            follow_redirects=False,
            trust_env=False,
        )

    async def prove(self, claim: IdentityClaim) -> str | None:
        """See the port. Asked once: the shop counts tries too."""
        body = {
            "order": claim.order,
            "email": claim.email,
            "phone": claim.phone,
            "name": claim.name,
            "postcodes": list(claim.postcodes),
        }
        answer = await self._send("POST", "proofs", body)
        return _parse(_Proof, answer).account or None if answer is not None else None

    async def find_order(self, account: str, order: str) -> Order | None:
        """See the port."""
        answer = await self._read(_path(account, order))
        return _parse(OrderRecord, answer).to_order(account) if answer is not None else None

    async def orders_of(self, account: str) -> tuple[Order, ...]:
        """See the port."""
        answer = await self._read(f"accounts/{quote(account, safe='')}/orders")
        records = _parse(_Orders, answer).orders if answer is not None else ()
        return newest_first(tuple(record.to_order(account) for record in records))

    async def variants_of(self, account: str, order: str, item: str) -> tuple[Variant, ...]:
        """See the port."""
        answer = await self._read(f"{_path(account, order)}/items/{quote(item, safe='')}/variants")
        records = _parse(_Variants, answer).variants if answer is not None else ()
        return tuple(record.to_variant() for record in records)

    async def change(self, account: str, change: OrderChange, *, version: str, key: ProposalId) -> Order:
        """See the port. Sent once: whether an answer that got lost was a yes is for `find_change`."""
        record = ChangeRecord.of(change, version)
        path = f"{_path(account, order_key(change.order))}/changes"
        answer = await self._send("POST", path, record.model_dump(mode="json", exclude_none=True), key=key)
        if answer is None:
            raise NotFound
        return _parse(OrderRecord, answer).to_order(account)

    async def find_change(self, account: str, order: str, key: ProposalId) -> Order | None:
        """See the port."""
        answer = await self._read(f"{_path(account, order)}/changes/{quote(key, safe='')}")
        return _parse(OrderRecord, answer).to_order(account) if answer is not None else None

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _read(self, path: str) -> bytes | None:
        """A read, tried again after a short pause when the shop is passingly unavailable."""
        for attempt in range(READ_TRIES - 1):
            try:
                return await self._send("GET", path)
            except _Passing:
                await asyncio.sleep(FIRST_PAUSE_S * 2**attempt)
        return await self._send("GET", path)

    async def _send(
        self, method: str, path: str, body: dict[str, Any] | None = None, *, key: str = ""
    ) -> bytes | None:
        """The body of a 200, None for a 404; with a `key` also the two ways to refuse a change.

        Everything else is `OrdersUnavailable`.
        """
        headers = {"Idempotency-Key": key} if key else {}
        try:
            async with self._client.stream(method, path, json=body, headers=headers) as response:
                if response.status_code == _NOT_FOUND:
                    return None
                if key and response.status_code == _CHANGED:
                    raise OrderChanged
                if key and response.status_code == _REFUSED:
                    raise ChangeRefused(_parse(_Refusal, await _limited(response)).code)
                if response.status_code in _PASSING:
                    raise _Passing(f"the order system answered {response.status_code}")
                if response.status_code != _OK:
                    raise OrdersUnavailable(f"the order system answered {response.status_code}")
                return await _limited(response)
        except httpx.HTTPError as error:
            raise _Passing(f"the order system does not answer: {type(error).__name__}") from error


def _path(account: str, order: str) -> str:
    return f"accounts/{quote(account, safe='')}/orders/{quote(order, safe='')}"


async def _limited(response: httpx.Response) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for part in response.aiter_bytes():
        size += len(part)
        if size > MAX_BODY_BYTES:
            raise OrdersUnavailable("the order system's answer is too long")
        parts.append(part)
    return b"".join(parts)


def _parse(model: type[_Model], answer: bytes) -> _Model:
    try:
        return model.model_validate_json(answer)
    except ValidationError as error:
        raise OrdersUnavailable(
            f"the order system's answer does not fit: {error.error_count()} errors"
        ) from error
