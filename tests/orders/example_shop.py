"""The example server of the documentation on a free port of this machine, as it is or broken in one way."""

import asyncio
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn

from app.orders.http import HttpOrders
from app.orders.transport import Patience
from docs.examples.orders_server import Shop, create_app

TOKEN = "secret-token"
QUICK = Patience(connect_s=1.0, read_s=1.0, total_s=1.5)


class LosingAnswers:
    """Around the example: what it answers to a change, made or not, is held back for too long."""

    def __init__(self, app: Any, held_s: float) -> None:
        self._app = app
        self._held_s = held_s

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async def late(message: Any) -> None:
            await asyncio.sleep(self._held_s)
            await send(message)

        await self._app(scope, receive, late if scope.get("method") == "POST" else send)


@asynccontextmanager
async def serving(app: Any) -> AsyncGenerator[str]:
    """The address at which `app` is served."""
    config = uvicorn.Config(app, log_level="critical", lifespan="off", ws="none", access_log=False)
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        task = asyncio.ensure_future(server.serve(sockets=[listener]))
        while not server.started:
            await asyncio.sleep(0.005)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = server.force_exit = True
            await task


@asynccontextmanager
async def example_orders(shop: Shop | None = None, *, held_s: float = 0.0) -> AsyncGenerator[HttpOrders]:
    """The port, spoken over HTTP to the example; answers to changes are held back for `held_s`."""
    app: Any = create_app(shop or Shop(), TOKEN)
    async with serving(LosingAnswers(app, held_s) if held_s else app) as url:
        orders = HttpOrders(url, TOKEN, patience=QUICK)
        try:
            yield orders
        finally:
            await orders.aclose()
