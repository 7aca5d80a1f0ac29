"""`serve`: everything built, a short banner, one server that drains its sockets before it stops."""

import argparse
import asyncio
import contextlib
import errno
import signal
import socket
import sys
from collections.abc import Generator

import uvicorn

from app.edge import Edge, create_edge
from app.main import Services, build, seed_folder
from app.settings import Settings
from app.web.api.account import setup_path
from app.web.protocol import FRAME_LIMIT

SETUP_MINUTES = 60


async def serve(settings: Settings, _arguments: argparse.Namespace) -> int:
    """Serve until SIGTERM or SIGINT."""
    try:
        listener = _listen(settings.host, settings.port)
    except OSError as error:
        print(_why_not(error, settings), file=sys.stderr)
        return 1
    settings = settings.model_copy(update={"port": listener.getsockname()[1]})
    async with build(settings) as services:
        await _seed(services)
        await run_server(services, create_edge(services), listener, banner=await _banner(services))
    return 0


async def _seed(services: Services) -> None:
    """The first start reads the help centre to its end, so that the very first answers are good ones."""
    if await services.library.seed(seed_folder()):
        print("Reading the help centre (once, up to a minute) …", flush=True)
        await services.catalogue.mend()


def _why_not(error: OSError, settings: Settings) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {settings.port} on {settings.host} is taken: stop what uses it, or set ZABOTA_PORT."
    where = f"{settings.host}:{settings.port}"
    return f"Cannot listen on {where} ({error.strerror}): set ZABOTA_HOST or ZABOTA_PORT."


def _listen(host: str, port: int) -> socket.socket:
    """A bound socket; port 0 takes a free one. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    return listener


class _Server(uvicorn.Server):
    """uvicorn without its own handling of signals, which would close the sockets before they are drained.

    The banner is printed when whoever reads it can already come in.
    """

    def __init__(self, config: uvicorn.Config, banner: str) -> None:
        super().__init__(config)
        self._banner = banner

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open the doors, then say so."""
        await super().startup(sockets)
        if self._banner:
            print(self._banner, flush=True)

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        """Leave signals to `run_server`."""
        yield


async def run_server(
    services: Services,
    edge: Edge,
    listener: socket.socket,
    *,
    stopping: asyncio.Event | None = None,
    banner: str = "",
) -> None:
    """Serve `edge` on `listener` until `stopping` is set (None: until a signal); sockets drain first."""
    server = _Server(
        uvicorn.Config(
            edge.site,
            ws="websockets-sansio",
            ws_max_size=FRAME_LIMIT,
            ws_per_message_deflate=False,
            ws_ping_interval=None,
            log_level="warning",
            access_log=False,
            server_header=False,
            forwarded_allow_ips=services.settings.trusted_proxies,
            timeout_graceful_shutdown=10,
        ),
        banner,
    )
    beside = [
        asyncio.create_task(edge.hub.run()),
        asyncio.create_task(edge.board.run()),
        asyncio.create_task(services.sweep.run()),
    ]
    stopping = stopping or _on_signals()
    serving = asyncio.create_task(server.serve([listener]))
    waiting = asyncio.create_task(stopping.wait())
    await asyncio.wait({serving, waiting}, return_when=asyncio.FIRST_COMPLETED)
    await edge.hub.drain()
    server.should_exit = True
    await serving
    waiting.cancel()
    for task in beside:
        task.cancel()
    await asyncio.gather(*beside, return_exceptions=True)


def _on_signals() -> asyncio.Event:
    """Set when the process is told to stop."""
    stopping, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError, ValueError):
            loop.add_signal_handler(number, stopping.set)
    return stopping


async def _banner(services: Services) -> str:
    settings = services.settings
    address = settings.origins[0]
    model = services.model.name if services.model else "no model: answering by quotation"
    lines = [
        "",
        "  Zabota is open.",
        f"  Demo shop   {address}/demo",
        f"  Console     {address}/console",
        f"  Articles    {address}/articles",
        f"  Reports     {address}/reports",
        f"  Model       {model}",
        f"  Data        {settings.folder.resolve()}"
        + ("" if services.database.is_sqlite else f" and {services.database.url}"),
    ]
    if not await services.accounts.list():
        token = await services.accounts.create_setup_link("admin", SETUP_MINUTES)
        lines += [
            "",
            f"  First operator: open this once, within {SETUP_MINUTES} minutes",
            f"  {address}{setup_path(token)}",
        ]
    return "\n".join([*lines, ""])
