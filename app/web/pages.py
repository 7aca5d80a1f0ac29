"""Built pages and their headers: strict CSP, and the widget's frame only on the shop's own sites."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.domain.errors import NotFound

STATIC = Path(__file__).parent / "static"
PAGES = ("console", "articles", "reports", "policy", "sign-in", "setup", "demo")

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self' "
    "{sockets}; font-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "require-trusted-types-for 'script'; frame-ancestors {ancestors}"
)
COMMON: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def _sockets(origins: Iterable[str]) -> str:
    return " ".join(origin.replace("http", "ws", 1) for origin in origins)


def page_headers(origins: Iterable[str], ancestors: str = "'none'") -> dict[str, str]:
    """Headers of a page; `ancestors` says who may hold it in a frame."""
    policy = _POLICY.format(sockets=_sockets(origins), ancestors=ancestors)
    return {"Content-Security-Policy": policy, "Cache-Control": "no-cache"}


def router(origins: tuple[str, ...], sites: tuple[str, ...]) -> APIRouter:
    """The pages, and the loader that a shop's site includes."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/")
    async def home() -> Response:
        return RedirectResponse("/demo")

    @routes.get("/embed.js")
    async def embed() -> Response:
        headers = {"Cache-Control": "no-cache", "Cross-Origin-Resource-Policy": "cross-origin"}
        return FileResponse(STATIC / "embed.js", media_type="text/javascript", headers=headers)

    @routes.get("/widget")
    async def widget() -> Response:
        ancestors = " ".join(("'self'", *sites))
        return FileResponse(STATIC / "widget.html", headers=page_headers(origins, ancestors))

    @routes.get("/demo")
    async def demo() -> Response:
        policy = (
            f"default-src 'none'; script-src 'self' {' '.join(origins)}; style-src 'self' 'unsafe-inline'; "
            f"img-src 'self' data:; connect-src 'self'; frame-src {' '.join(origins)}; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
        headers = {"Content-Security-Policy": policy, "Cache-Control": "no-cache"}
        return FileResponse(STATIC / "demo.html", headers=headers)

    @routes.get("/{page}")
    async def page(page: str) -> Response:
        if page not in PAGES:
            raise NotFound
        return FileResponse(STATIC / f"{page}.html", headers=page_headers(origins))

    return routes


class CommonHeaders:
    """Adds the headers that every answer carries; websockets pass untouched."""

    def __init__(self, application: ASGIApp) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *(
                        (name.lower().encode(), value.encode())
                        for name, value in COMMON.items()
                        if name.lower().encode() not in present
                    ),
                ]
            await send(message)

        await self._application(scope, receive, with_headers)
