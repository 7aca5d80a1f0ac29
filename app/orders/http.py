"""A shop's own order system over HTTP: a small JSON contract, timeouts, and second tries for reads only.

The shop serves three resources under one base address and checks `Authorization: Bearer <token>`:

- `POST /proofs` with `{"order", "email", "phone", "name", "postcodes"}` answers `{"account": "…"}` when the
  order exists and a second factor fits it, else `{"account": null}`: the same for every kind of miss.
- `GET /accounts/{account}/orders` answers `{"orders": [order, …]}` with that account's orders only.
- `GET /accounts/{account}/orders/{order}` answers one order, or 404 for unknown and somebody else's alike.

`{order}` is capitals and digits without separators, or the digits alone. An order is an `OrderRecord`.
"""

import asyncio
from typing import Any, TypeVar
from urllib.parse import quote

import httpx
from pydantic import BaseModel, ValidationError

from app.domain.errors import OrdersUnavailable
from app.domain.orders import IdentityClaim, Order
from app.orders.gateway import newest_first
from app.orders.records import OrderRecord

TIMEOUT = httpx.Timeout(5.0, connect=2.0)
MAX_BODY_BYTES = 1_000_000
READ_TRIES = 3
FIRST_PAUSE_S = 0.1

_NOT_FOUND = 404
_OK = 200
_PASSING = frozenset({429, 502, 503, 504})


class _Proof(BaseModel):
    account: str | None = None


class _Orders(BaseModel):
    orders: tuple[OrderRecord, ...] = ()


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
        answer = await self._read(f"accounts/{quote(account, safe='')}/orders/{quote(order, safe='')}")
        return _parse(OrderRecord, answer).to_order(account) if answer is not None else None

    async def orders_of(self, account: str) -> tuple[Order, ...]:
        """See the port."""
        answer = await self._read(f"accounts/{quote(account, safe='')}/orders")
        records = _parse(_Orders, answer).orders if answer is not None else ()
        return newest_first(tuple(record.to_order(account) for record in records))

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

    async def _send(self, method: str, path: str, body: dict[str, Any] | None = None) -> bytes | None:
        """The body of a 200, None for a 404; everything else is `OrdersUnavailable`."""
        try:
            async with self._client.stream(method, path, json=body) as response:
                if response.status_code == _NOT_FOUND:
                    return None
                if response.status_code in _PASSING:
                    raise _Passing(f"the order system answered {response.status_code}")
                if response.status_code != _OK:
                    raise OrdersUnavailable(f"the order system answered {response.status_code}")
                return await _limited(response)
        except httpx.HTTPError as error:
            raise _Passing(f"the order system does not answer: {type(error).__name__}") from error


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
