"""The port to a language model: what is asked, what streams back; no vendor and no policy lives here."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Literal, Protocol

ChatRole = Literal["system", "customer", "assistant"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatMessage:
    """One message of the prompt; the adapter translates `role` into the vendor's word."""

    role: ChatRole
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRequest:
    """One call: the prompt, the most tokens to write (> 0) and the temperature (0 is the steadiest)."""

    messages: tuple[ChatMessage, ...]
    max_tokens: int = 600
    temperature: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Tokens as the endpoint counted them."""

    tokens_in: int = 0
    tokens_out: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Delta:
    """A streamed piece of the draft; `usage` comes at most once, usually with an empty last piece."""

    text: str
    usage: Usage | None = None


class LanguageModel(Protocol):
    """Whatever can write a draft: a vendor's endpoint, a breaker around one, a script of a test."""

    @property
    def name(self) -> str:
        """The model's name, as it is stored with a reply."""
        ...

    def stream(self, request: ModelRequest) -> AsyncGenerator[Delta, None]:
        """Stream the draft; the pieces joined are the whole of it, never empty.

        Closing the generator (`contextlib.aclosing`) or cancelling the task ends the call at the vendor too.
        Raises `ModelUnavailable` before the first piece or in mid-stream; no other error leaves an adapter.
        """
        ...

    def give_up(self) -> None:
        """The consumer left a call that brought nothing of use in time: it counts as failed."""
        ...

    async def aclose(self) -> None:
        """Give connections back; the model is not asked afterwards."""
        ...
