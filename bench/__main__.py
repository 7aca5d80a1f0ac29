"""`python -m bench`: every figure of the README's speed table, with the commit it belongs to."""

import argparse
import asyncio
import contextlib
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import uvicorn

from bench.customers import BareCustomer, Customer
from bench.operators import Operator, make_setup_token
from bench.processes import free_port, process, resident_kb
from bench.stub import FIRST_TOKEN_S, create_stub
from evals.metrics import percentile

SOCKETS = 200
RATE = 50
SECONDS = 10
ASKED = (
    "how much is courier delivery to Kazan",
    "how many days do I have to return an unopened item",
    "how long is an order kept at a pickup point",
    "can I pay with a gift card and bonus points together",
)
OPENINGS = (
    "",
    "hi, ",
    "hello, ",
    "please tell me, ",
    "a question: ",
    "sorry, ",
    "could you say ",
    "good morning, ",
)
CLOSINGS = ("?", "? thanks", ", please?", "? thank you", "? just asking", "? I need it soon", "? cheers")
QUESTIONS = tuple(
    f"{opening}{asked}{closing}" for closing in CLOSINGS for opening in OPENINGS for asked in ASKED
)
"""All different, as customers are: what was embedded or read once helps little."""
TURNS = 4
THINK_S = (1.0, 3.0)
"""What a customer takes between two turns, so that conversations overlap as they do in life."""
REPLIES = 100


def _row(name: str, ours: Sequence[float], peer: Sequence[float] | None = None) -> str:
    figures = " / ".join(f"{percentile(ours, part):.1f}" for part in (0.5, 0.95, 0.99))
    if peer is None:
        return f"| {name} | {figures} | | |"
    other = " / ".join(f"{percentile(peer, part):.1f}" for part in (0.5, 0.95, 0.99))
    ratio = percentile(ours, 0.95) / max(percentile(peer, 0.95), 0.001)
    return f"| {name} | {figures} | {other} | {ratio:.2f} |"


@asynccontextmanager
async def _product(folder: Path, port: int, **extra: str) -> AsyncGenerator[subprocess.Popen[bytes], None]:
    settings = {
        "ZABOTA_FOLDER": str(folder),
        "ZABOTA_PORT": str(port),
        "ZABOTA_CONVERSATIONS_PER_HOUR": "100000",
        "ZABOTA_MESSAGE_LIMIT_10S": "1000",
        "ZABOTA_LOG_LEVEL": "error",
        **extra,
    }
    async with process(["-m", "app", "serve"], port, settings, is_ready_path="/ready") as running:
        yield running


async def _paced(send: Sequence[Callable[[str], Awaitable[float]]], rate: int, seconds: int) -> list[float]:
    """Messages at a steady rate over all sockets in turn; the milliseconds of each."""
    waiting: list[asyncio.Task[float]] = []
    loop = asyncio.get_running_loop()
    started = loop.time()
    for number in range(rate * seconds):
        await asyncio.sleep(max(0.0, started + number / rate - loop.time()))
        waiting.append(asyncio.ensure_future(send[number % len(send)]("Thank you")))
    return list(await asyncio.gather(*waiting))


async def _acknowledgements(folder: Path) -> str:
    port, echo = free_port(), free_port()
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(_product(folder, port))
        ours = [await stack.enter_async_context(Customer(port)) for _ in range(SOCKETS)]
        measured = await _paced([customer.acknowledged for customer in ours], RATE, SECONDS)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(
            process(["-m", "bench.bare", "echo", str(echo), str(folder / "echo.db")], echo)
        )
        peers = [await stack.enter_async_context(BareCustomer(echo)) for _ in range(SOCKETS)]
        peer = await _paced([customer.acknowledged for customer in peers], RATE, SECONDS)
    return _row(f"acknowledgement, {SOCKETS} sockets, {RATE} messages/s, ms", measured, peer)


async def _turns(customers: Sequence[Customer | BareCustomer]) -> list[float]:
    async def talk(customer: Customer | BareCustomer, number: int) -> list[float]:
        chance = random.Random(number)
        await asyncio.sleep(chance.uniform(0, THINK_S[1]))
        spent: list[float] = []
        for turn in range(TURNS):
            question = QUESTIONS[(number * TURNS + turn) % len(QUESTIONS)]
            spent.append(await customer.first_words(question) - FIRST_TOKEN_S * 1_000)
            await asyncio.sleep(chance.uniform(*THINK_S))
        return spent

    spent = await asyncio.gather(*(talk(customer, number) for number, customer in enumerate(customers)))
    return [value for one in spent for value in one]


async def _overhead(folder: Path, counts: Sequence[int]) -> list[str]:
    model, port, bare = free_port(), free_port(), free_port()
    url = f"http://127.0.0.1:{model}/v1"
    rows: list[str] = []
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(_stub(model))
        await stack.enter_async_context(_product(folder, port, OPENAI_BASE_URL=url, OPENAI_API_KEY="bench"))
        await stack.enter_async_context(process(["-m", "bench.bare", "loop", str(bare), url], bare))
        for count in counts:
            async with AsyncExitStack() as sockets:
                ours = [await sockets.enter_async_context(Customer(port)) for _ in range(count)]
                measured = await _turns(ours)
            async with AsyncExitStack() as sockets:
                peers = [await sockets.enter_async_context(BareCustomer(bare)) for _ in range(count)]
                peer = await _turns(peers)
            rows.append(_row(f"added to the model's first words, {count} conversations, ms", measured, peer))
    return rows


@asynccontextmanager
async def _stub(port: int) -> AsyncGenerator[None, None]:
    server = uvicorn.Server(
        uvicorn.Config(create_stub(), host="127.0.0.1", port=port, log_level="error", access_log=False)
    )
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    try:
        yield
    finally:
        server.should_exit = True
        with contextlib.suppress(asyncio.CancelledError):
            await serving


async def _memory(folder: Path) -> str:
    port = free_port()
    async with AsyncExitStack() as stack:
        running = await stack.enter_async_context(_product(folder, port))
        warm = [await stack.enter_async_context(Customer(port)) for _ in range(50)]
        before = resident_kb(running.pid)
        more = [await stack.enter_async_context(Customer(port)) for _ in range(SOCKETS * 2)]
        after = resident_kb(running.pid)
        each = (after - before) / len(more)
        return f"| memory per idle socket, KB ({len(warm) + len(more)} sockets) | {each:.1f} | | |"


async def _prepare(folder: Path) -> None:
    """A seeded folder whose index is whole, so that nothing is embedded while something is measured."""
    for command in ("seed", "reindex"):
        done = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "app", command, env={**os.environ, "ZABOTA_FOLDER": str(folder)}
        )
        await done.wait()


async def _start(folder: Path) -> str:
    port = free_port()
    started = time.perf_counter()
    async with _product(folder, port):
        spent = time.perf_counter() - started
    return f"| start-up with data in place, s | {spent:.2f} | | |"


async def _offline(folder: Path) -> str:
    port = free_port()
    spent: list[float] = []
    async with _product(folder, port):
        for start in range(0, 40, TURNS):
            async with Customer(port) as customer:
                spent += [await customer.reply(question) for question in QUESTIONS[start : start + TURNS]]
    return _row("whole reply without a model, ms", spent)


async def _replies(folder: Path) -> str:
    port, token = free_port(), await make_setup_token(folder)
    async with (
        _product(folder, port),
        Operator(port, token) as operator,
        Customer(port) as customer,
    ):
        return _row("an operator's reply in the widget, ms", await operator.reply_times(customer, REPLIES))


async def _run(counts: Sequence[int]) -> None:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
    print(
        f"commit {commit}, {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}\n"
    )
    print(
        "| what | ours p50 / p95 / p99 | bare peer p50 / p95 / p99 | ratio of p95 |\n|---|---|---|---|",
        flush=True,
    )
    with tempfile.TemporaryDirectory(prefix="zabota-bench-") as name:
        folder = Path(name)
        await _prepare(folder)
        print(await _start(folder), flush=True)
        print(await _acknowledgements(folder), flush=True)
        for row in await _overhead(folder, counts):
            print(row, flush=True)
        print(await _offline(folder), flush=True)
        print(await _replies(folder), flush=True)
        print(await _memory(folder), flush=True)


def main() -> int:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(prog="bench", description="Speed as ratios, one run on this machine.")
    parser.add_argument("--turns-at-once", type=int, nargs="+", default=[1, 50, 200])
    asyncio.run(_run(parser.parse_args().turns_at_once))
    return 0


if __name__ == "__main__":
    sys.exit(main())
