"""One connection to a shop's order system: deadline, limits, second tries for reads, and a circuit breaker.

What a status means to an order is not known here; nothing of one request is carried over to another.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any, cast

import httpx

from app.domain.circuit import Circuit
from app.domain.errors import OrdersUnavailable

MAX_BODY_BYTES = 1_000_000
READ_TRIES = 3
FIRST_PAUSE_S = 0.1
FAILURES_IN_A_ROW = 5
OPEN_S = 15.0
PASSING = frozenset({429, 502, 503, 504})


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Seconds to wait: for a connection, for the next bytes, and for one question with all its tries."""

    connect_s: float = 2.0
    read_s: float = 5.0
    total_s: float = 8.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A JSON answer of a status that was asked for."""

    status: int
    body: bytes


class _Passing(OrdersUnavailable):
    """It may well answer in a moment."""


class ShopLine:
    """Asks one shop; whatever is no answer is `OrdersUnavailable`. `clock` gives monotonic seconds.

    After five failed requests in a row, or half of ten within 30 s, the shop is left alone for 15 s, then one
    request probes. Close it with `aclose`.
    """

    def __init__(self, base_url: str, token: str, patience: Patience, clock: Callable[[], float]) -> None:
        self._patience = patience
        self._clock = clock
        self._circuit = Circuit(in_a_row=FAILURES_IN_A_ROW, open_s=OPEN_S)
        self._client = httpx.AsyncClient(
            base_url=base_url.rstrip("/") + "/",
            headers={
                "Authorization": f"Bearer {token}",
                "Accept": "application/json",
                "Accept-Encoding": "identity",
            },
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
            timeout=httpx.Timeout(patience.read_s, connect=patience.connect_s),
            follow_redirects=False,
            trust_env=False,
        )

    async def read(self, path: str, statuses: Collection[int]) -> Answer:
        """The answer to a GET, asked again after a short pause when the shop is passingly unavailable."""
        until = self._deadline()
        for attempt in range(READ_TRIES - 1):
            try:
                return await self._ask("GET", path, statuses, until)
            except _Passing:
                await asyncio.sleep(FIRST_PAUSE_S * 2**attempt)
        return await self._ask("GET", path, statuses, until)

    async def post(
        self,
        path: str,
        body: dict[str, Any],
        statuses: Collection[int],
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """The answer to a POST, sent once."""
        return await self._ask("POST", path, statuses, self._deadline(), json=body, headers=headers)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    def _deadline(self) -> float:
        return asyncio.get_running_loop().time() + self._patience.total_s

    async def _ask(
        self, method: str, path: str, statuses: Collection[int], until: float, **request: object
    ) -> Answer:
        async with self._guarded():
            try:
                async with (
                    asyncio.timeout_at(until),
                    self._client.stream(method, path, **cast(Any, request)) as response,
                ):
                    _check_status(response.status_code, statuses)
                    _check_kind(response)
                    return Answer(status=response.status_code, body=await _limited(response))
            except (httpx.TimeoutException, TimeoutError) as error:
                raise OrdersUnavailable("the order system does not answer in time") from error
            except httpx.HTTPError as error:
                raise _Passing(f"the order system does not answer: {type(error).__name__}") from error

    @asynccontextmanager
    async def _guarded(self) -> AsyncGenerator[None]:
        """One request through the circuit; a request that its caller gives up counts neither way."""
        if self._circuit.is_open(self._clock()):
            wait_ms = self._circuit.wait_ms(self._clock())
            raise OrdersUnavailable("the order system is left alone for now", retry_after_ms=wait_ms)
        is_probe = self._circuit.enter()
        try:
            yield
        except OrdersUnavailable:
            self._circuit.fail(self._clock(), is_probe=is_probe)
            raise
        else:
            self._circuit.succeed(self._clock())
        finally:
            if is_probe:
                self._circuit.leave()


def _check_status(status: int, statuses: Collection[int]) -> None:
    if status in statuses:
        return
    error = _Passing if status in PASSING else OrdersUnavailable
    raise error(f"the order system answered {status}")


def _check_kind(response: httpx.Response) -> None:
    """JSON and not packed: a page of a proxy is no answer, and a packed one could be of any size."""
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise OrdersUnavailable("the order system's answer is not application/json")
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise OrdersUnavailable("the order system's answer is packed")


async def _limited(response: httpx.Response) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for part in response.aiter_raw():
        size += len(part)
        if size > MAX_BODY_BYTES:
            raise OrdersUnavailable("the order system's answer is too long")
        parts.append(part)
    return b"".join(parts)
