"""An OpenAI-compatible endpoint with a fixed pace: a short sentence after 100 ms, then words every 10 ms.

The product shows a sentence when the next one begins, so one piece (10 ms) of its figure is that wait.
"""

import asyncio
import json
from collections.abc import AsyncGenerator

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import StreamingResponse

FIRST_TOKEN_S = 0.100
PIECE_S = 0.010
PIECES = 40
FIRST = "Here is what our help centre says about it. "
WORDS = ("Courier ", "delivery ", "takes ", "some ", "working ", "days ", "in ", "this ", "city ")


def create_stub() -> FastAPI:
    """The endpoint; it answers every chat completion with the same paced stream."""
    stub = FastAPI()

    @stub.post("/v1/chat/completions")
    async def completions(_request: Request) -> StreamingResponse:
        return StreamingResponse(_pieces(), media_type="text/event-stream")

    _ = completions
    return stub


async def _pieces() -> AsyncGenerator[bytes, None]:
    loop = asyncio.get_running_loop()
    due = loop.time() + FIRST_TOKEN_S
    for number in range(PIECES):
        await asyncio.sleep(max(0.0, due - loop.time()))
        due += PIECE_S
        yield _event({"content": FIRST if number == 0 else WORDS[(number - 1) % len(WORDS)]})
    yield _event({}, "stop")
    yield b"data: [DONE]\n\n"


def _event(delta: dict[str, str], finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    body = {
        "id": "bench",
        "object": "chat.completion.chunk",
        "created": 0,
        "model": "stub",
        "choices": [choice],
    }
    return f"data: {json.dumps(body)}\n\n".encode()
