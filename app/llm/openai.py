"""Any OpenAI-compatible endpoint, through langchain; what a failure means is decided in `retries.py`."""

import asyncio
import re
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol, cast

import openai
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from app.domain.errors import ModelUnavailable
from app.llm.base import ChatMessage, Delta, ModelRequest, Usage
from app.llm.frames import FrameBuffer, gathered
from app.llm.retries import Failure, RetryBudget, status_failure
from app.llm.sse import DONE, EventReader, Piece, read_chunk

_NO_TEMPERATURE = re.compile(r"^(?:o\d|gpt-5)")
"""Models that refuse any temperature but their own."""
_EAGER_CHARACTERS = 160
"""So much of a reply is passed on piece by piece, that its first sentence may be shown at once."""
_DRAINED_S = 0.002
"""A read that took longer waited for the endpoint: nothing is left of what had already come."""
_TRANSLATE = "_get_request_payload"
"""langchain's own method, untyped: messages and options as the body of a request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long each stage of a call may take, in seconds, and how much it may say, in characters.

    `first_token_s` counts from the call's beginning, a retry included.
    """

    connect_s: float = 3.0
    first_token_s: float = 7.0
    stall_s: float = 5.0
    total_s: float = 45.0
    max_characters: int = 16_000
    frame_s: float = 0.04


@dataclass(slots=True)
class _Call:
    """One call while it runs: what was asked, what came so far."""

    request: ModelRequest
    buffer: FrameBuffer
    first_by: float
    end_by: float
    characters: int = 0
    is_finished: bool = False
    usage: Usage | None = field(default=None)

    def take(self, piece: Piece, limits: Limits) -> None:
        if piece.tokens_in is not None or piece.tokens_out is not None:
            self.usage = Usage(tokens_in=piece.tokens_in or 0, tokens_out=piece.tokens_out or 0)
        self.is_finished = self.is_finished or piece.is_last
        if not piece.text:
            return
        self.characters += len(piece.text)
        if self.characters > limits.max_characters:
            raise ModelUnavailable("the reply has no end")
        self.buffer.put(piece.text)


class _Response(Protocol):
    """What we use of the SDK's streamed response."""

    headers: Mapping[str, str]

    def iter_bytes(self) -> AsyncGenerator[bytes, None]: ...


class _Streaming(Protocol):
    def create(self, **payload: object) -> AbstractAsyncContextManager[_Response]: ...


class _Completions(Protocol):
    with_streaming_response: _Streaming


class _Chat(ChatOpenAI):
    """langchain's client and its translation of messages and options, without its runs and callbacks."""

    def payload(self, messages: list[BaseMessage], **options: object) -> dict[str, object]:
        translate = cast(Callable[..., dict[str, object]], getattr(self, _TRANSLATE))
        return translate(messages, **options)

    @property
    def completions(self) -> _Completions:
        return cast(_Completions, self.async_client)

    async def close(self) -> None:
        await cast(openai.AsyncOpenAI, self.root_async_client).close()


class OpenAIModel:
    """A language model behind an OpenAI-compatible endpoint; see `docs/decisions/0005-model-and-guard.md`."""

    def __init__(
        self,
        *,
        model: str,
        api_key: str = "",
        base_url: str = "",
        limits: Limits | None = None,
        retries: RetryBudget | None = None,
        options: Mapping[str, Any] | None = None,
    ) -> None:
        """`base_url` "" is the vendor's own; `options` are added to every request's body as they are."""
        self.name = model
        self._limits = limits or Limits()
        self._retries = retries or RetryBudget()
        self._options = dict(options or {})
        self._is_vendors_own = not base_url or "api.openai.com" in base_url
        self._chat = _Chat(
            model=model,
            api_key=SecretStr(api_key or "none"),
            base_url=base_url or None,
            max_retries=0,
            timeout=openai.Timeout(self._limits.total_s, connect=self._limits.connect_s),
            http_async_client=openai.DefaultAioHttpClient(),
        )

    async def stream(self, request: ModelRequest) -> AsyncGenerator[Delta, None]:
        """Stream the draft in frames; see the port for errors. One retry at most, before the first piece."""
        now = asyncio.get_running_loop().time()
        call: _Call | None = None

        async def read(buffer: FrameBuffer) -> None:
            nonlocal call
            call = _Call(request, buffer, now + self._limits.first_token_s, now + self._limits.total_s)
            await self._read(call)

        async for frame in gathered(read):
            yield Delta(text=frame)
        if call is not None and call.usage is not None:
            yield Delta(text="", usage=call.usage)

    def give_up(self) -> None:
        """Nothing is remembered here from call to call."""

    async def aclose(self) -> None:
        """Close the connections."""
        await self._chat.close()

    async def _read(self, call: _Call) -> None:
        failure = await self._try(call)
        if failure is None:
            self._retries.earn()
            return
        left = call.first_by - asyncio.get_running_loop().time()
        if call.characters or not failure.is_retryable or failure.wait_s >= left or not self._retries.spend():
            raise failure.error
        await asyncio.sleep(failure.wait_s)
        again = await self._try(call)
        if again is not None:
            raise again.error

    async def _try(self, call: _Call) -> Failure | None:
        """One request; None when the reply is complete."""
        try:
            await self._exchange(call)
        except openai.APIStatusError as error:
            retry_after = error.response.headers.get("retry-after", "")
            return status_failure(error.status_code, str(error), retry_after)
        except TimeoutError:
            stage = "in mid-stream" if call.characters else "before the first token"
            return Failure(error=ModelUnavailable(f"timed out {stage}"), is_retryable=False)
        except ModelUnavailable as error:
            return Failure(error=error, is_retryable=False)
        except (openai.OpenAIError, OSError, RuntimeError, ValueError) as error:
            failed = ModelUnavailable(f"connection failed: {type(error).__name__}")
            return Failure(error=failed, is_retryable=not isinstance(error, openai.APITimeoutError))
        if not call.characters:
            return Failure(error=ModelUnavailable("an empty reply"), is_retryable=True)
        if not call.is_finished:
            return Failure(error=ModelUnavailable("the reply broke off"), is_retryable=False)
        return None

    async def _exchange(self, call: _Call) -> None:
        """Send the request and read the events under a deadline that moves with each piece of text."""
        loop = asyncio.get_running_loop()
        async with asyncio.timeout_at(min(call.first_by, call.end_by)) as deadline:
            payload = self._payload(call.request)
            async with self._chat.completions.with_streaming_response.create(
                model=self.name, messages=(), stream=True, extra_body=payload
            ) as response:
                if "json" in response.headers.get("content-type", ""):
                    await self._read_whole(response, call)
                    return
                events, resumed = EventReader(), loop.time()
                async for received in response.iter_bytes():
                    if self._is_over(events.feed(received), call):
                        return
                    now = loop.time()
                    if call.characters:
                        deadline.reschedule(min(now + self._limits.stall_s, call.end_by))
                    if call.characters > _EAGER_CHARACTERS and now - resumed > _DRAINED_S:
                        await asyncio.sleep(self._limits.frame_s)
                        resumed = loop.time()
                self._is_over(events.finish(), call)

    def _is_over(self, payloads: Iterable[str], call: _Call) -> bool:
        for payload in payloads:
            if payload.strip() == DONE:
                call.is_finished = True
                return True
            call.take(read_chunk(payload), self._limits)
        return False

    async def _read_whole(self, response: _Response, call: _Call) -> None:
        """An endpoint that does not stream answers with one JSON document."""
        body = b""
        async for received in response.iter_bytes():
            body += received
            if len(body) > 8 * self._limits.max_characters:
                raise ModelUnavailable("the reply has no end")
        call.take(read_chunk(body.decode(errors="replace")), self._limits)

    def _payload(self, request: ModelRequest) -> dict[str, object]:
        """The whole body; sent as it is, it spares the SDK's walk through every message (2 ms)."""
        options: dict[str, object] = {
            "max_tokens": request.max_tokens,
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        if not _NO_TEMPERATURE.match(self.name):
            options["temperature"] = request.temperature
        messages = [_message(message) for message in request.messages]
        payload = self._chat.payload(messages, **options)
        if not self._is_vendors_own and "max_completion_tokens" in payload:
            payload["max_tokens"] = payload.pop("max_completion_tokens")  # the older name is known everywhere
        return payload | self._options


def _message(message: ChatMessage) -> BaseMessage:
    match message.role:
        case "system":
            return SystemMessage(message.text)
        case "customer":
            return HumanMessage(message.text)
        case "assistant":
            return AIMessage(message.text)
