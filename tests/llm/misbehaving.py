"""A local OpenAI-compatible endpoint that behaves as badly as asked: real sockets, raw bytes."""

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Exchange:
    """One request that reached the endpoint, and the way to answer it."""

    body: dict[str, Any]
    writer: asyncio.StreamWriter
    reader: asyncio.StreamReader

    async def send(self, data: str | bytes) -> None:
        """Raw bytes on the wire."""
        self.writer.write(data.encode() if isinstance(data, str) else data)
        await self.writer.drain()

    async def status(self, line: str, body: str = "{}", headers: str = "") -> None:
        """A plain answer such as `503 Service Unavailable`."""
        await self.send(
            f"HTTP/1.1 {line}\r\nContent-Type: application/json\r\nContent-Length: {len(body.encode())}\r\n"
            f"{headers}Connection: close\r\n\r\n{body}"
        )

    async def open_stream(self) -> None:
        """Headers of an event stream that ends when the connection does."""
        await self.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n")

    async def event(self, payload: object) -> None:
        """One server-sent event."""
        await self.send(f"data: {payload if isinstance(payload, str) else json.dumps(payload)}\n\n")

    async def say(self, text: str) -> None:
        """One chunk of the reply."""
        await self.event(chunk({"content": text}))

    async def finish(self, usage: tuple[int, int] | None = (11, 7)) -> None:
        """The last chunks of a well-behaved stream."""
        await self.event(chunk({}, finish="stop"))
        if usage is not None:
            counted = {"prompt_tokens": usage[0], "completion_tokens": usage[1], "total_tokens": sum(usage)}
            await self.event({**chunk({}), "choices": [], "usage": counted})
        await self.event("[DONE]")

    def reset(self) -> None:
        """Tear the connection down without a word."""
        self.writer.transport.abort()

    async def until_closed(self) -> None:
        """Wait for the client to hang up."""
        while await self.reader.read(1024):
            pass


Behaviour = Callable[[Exchange], Awaitable[None]]


@dataclass
class Endpoint:
    """The running server; `requests` are the bodies it got, `hung_up` the clients that left early."""

    url: str
    behaviour: Behaviour
    requests: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    hung_up: asyncio.Event = field(default_factory=asyncio.Event)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Read one request, then behave."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
            length = int(head.partition("content-length:")[2].partition("\r\n")[0] or 0)
            body: dict[str, Any] = json.loads(await reader.readexactly(length) or b"{}")
            self.requests.append(body)
            await self.behaviour(Exchange(body=body, writer=writer, reader=reader))
        except (ConnectionError, asyncio.IncompleteReadError):
            self.hung_up.set()
        finally:
            writer.close()


@asynccontextmanager
async def endpoint(behaviour: Behaviour) -> AsyncGenerator[Endpoint]:
    """Serve `behaviour` on a free loopback port."""
    running = Endpoint(url="", behaviour=behaviour)
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            await running.answer(reader, writer)
        except asyncio.CancelledError:
            writer.transport.abort()
        finally:
            tasks.discard(task)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    running.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
    try:
        yield running
    finally:
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def chunk(delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
    """One `chat.completion.chunk`."""
    return {
        "id": "c1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "stub",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }


async def well(exchange: Exchange) -> None:
    """A model as it should be: forty tokens, usage, the end mark."""
    await exchange.open_stream()
    for number in range(40):
        await exchange.say(f"token{number} ")
    await exchange.finish()
