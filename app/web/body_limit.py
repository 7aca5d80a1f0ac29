"""How much a request may carry: counted as it arrives, refused before it fills the memory."""

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LIMIT = 128 * 1024
ARTICLES_LIMIT = 1024 * 1024
"""An article holds up to 100,000 characters, some of them four bytes long or escaped."""


def limit_of(path: str) -> int:
    """The most bytes of a body sent to `path`."""
    return ARTICLES_LIMIT if path.startswith("/api/v1/articles") else LIMIT


class BodyLimit:
    """Answers 413 to a longer body; websockets have limits of their own and pass untouched."""

    def __init__(self, application: ASGIApp) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        limit, taken = limit_of(scope["path"]), 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > limit:
                raise HTTPException(413)
            return message

        await self._application(scope, counted, send)
