"""One question to a shop and what came back, whatever it is; nothing here judges it."""

import asyncio
import json
import time
from dataclasses import dataclass, field, replace
from typing import Any, Self, cast
from urllib.parse import quote

import httpx
from pydantic import BaseModel, ValidationError

from app.orders.contract import KEY_HEADER
from app.orders.transport import MAX_BODY_BYTES, Patience

WRONG_TOKEN = "wrong-token-of-the-kit"  # noqa: S105 - opens nothing
_SHOWN = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer: `status` 0 when there was none, `error` says why; `seconds` it took."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict[str, str])
    seconds: float = 0.0
    error: str = ""

    @property
    def json(self) -> object:
        """What the body says, None when it is not JSON."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The items of an order that fits, as they were sent."""
        return cast(dict[str, Any], self.json).get("items", [])

    @property
    def shown(self) -> str:
        """The answer in a line."""
        text = self.body.decode(errors="replace")
        return self.error or f"{self.status} {text[:_SHOWN]}{'…' if len(text) > _SHOWN else ''}".strip()

    def is_like(self, other: "Reply") -> bool:
        """Whether a stranger could not tell the two apart."""
        kinds = [one.headers.get("content-type") for one in (self, other)]
        return (self.status, self.body) == (other.status, other.body) and kinds[0] == kinds[1]

    def misfit(self, model: type[BaseModel]) -> str:
        """Why a 200 does not fit the model; empty when it does."""
        if self.status != 200:
            return self.shown
        try:
            model.model_validate_json(self.body)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            return f"200, but {'.'.join(map(str, first['loc'])) or 'the body'}: {first['msg']}"
        return ""


class Asker:
    """Asks as the product does, but takes every answer; a context manager. `replies` is all that came."""

    def __init__(self, url: str, token: str, patience: Patience) -> None:
        self.url = url.rstrip("/")
        self.patience = patience
        self.replies: list[Reply] = []
        self._token = token
        self._client = httpx.AsyncClient(
            headers={"Accept": "application/json", "Accept-Encoding": "identity"},
            timeout=httpx.Timeout(patience.read_s, connect=patience.connect_s),
            follow_redirects=False,
            trust_env=False,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    async def get(self, *path: str, token: str | None = None) -> Reply:
        """Read `path`, whose parts are encoded here; `token` instead of the right one, "" for none."""
        return await self._ask("GET", path, {}, None, token)

    async def prove(self, proof: dict[str, Any], token: str | None = None) -> Reply:
        """Ask for a proof."""
        return await self._ask("POST", ("proofs",), {}, proof, token)

    async def cancel(
        self, account: str, order: str, key: str, version: str = "", token: str | None = None
    ) -> Reply:
        """Ask for an order to be cancelled, in a version if it has one."""
        body = {"deed": "cancel", **({"version": version} if version else {})}
        return await self._ask("POST", of_order(account, order, "changes"), {KEY_HEADER: key}, body, token)

    async def _ask(
        self, method: str, path: tuple[str, ...], headers: dict[str, str], body: object, token: str | None
    ) -> Reply:
        bearer = self._token if token is None else token
        sent = {**headers, **({"Authorization": f"Bearer {bearer}"} if bearer else {})}
        self._client.cookies.clear()
        begun = time.perf_counter()
        try:
            async with asyncio.timeout(self.patience.total_s):
                url = "/".join((self.url, *(quote(part, safe="") for part in path)))
                reply = await self._receive(method, url, sent, body)
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeEncodeError, TimeoutError) as error:
            reply = Reply(status=0, error=f"no answer: {type(error).__name__} {error}".strip())
        reply = replace(reply, seconds=time.perf_counter() - begun)
        self.replies.append(reply)
        return reply

    async def _receive(self, method: str, url: str, headers: dict[str, str], body: object) -> Reply:
        async with self._client.stream(method, url, json=body, headers=headers) as response:
            parts: list[bytes] = []
            async for part in response.aiter_raw():
                parts.append(part)
                if sum(map(len, parts)) > MAX_BODY_BYTES:
                    break
            return Reply(status=response.status_code, body=b"".join(parts), headers=dict(response.headers))


def of_order(account: str, order: str, *rest: str) -> tuple[str, ...]:
    """The parts of a path below an order."""
    return ("accounts", account, "orders", order, *rest)
