"""The operators' gate: cookie, CSRF value, Origin and roles; customers' tickets and secrets are elsewhere."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from fastapi import Request, Response
from starlette.requests import HTTPConnection

from app.domain.errors import Forbidden, Unauthorized
from app.operators.sessions import Session, Sessions
from app.storage.operators import Operator, Role

COOKIE = "zabota_session"
CSRF_HEADER = "X-CSRF"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """The operator behind a request, and the CSRF value of their session."""

    operator: Operator
    csrf: str


class OperatorGate:
    """Lets a request through when its cookie is a live session and, if unsafe, it came from our own pages.

    `origins` are exact: scheme, host and port as a browser writes them. As a dependency the gate lets any
    signed-in operator in; `require` narrows it to roles. Raises Unauthorized without a session, Forbidden
    for a foreign page, a wrong CSRF value or another role.
    """

    def __init__(self, sessions: Sessions, origins: frozenset[str], *, is_secure: bool = False) -> None:
        self._sessions = sessions
        self._origins = origins
        self._is_secure = is_secure

    async def __call__(self, request: Request) -> SignedIn:
        session = await self.identify(request)
        if session is None:
            raise Unauthorized("sign in first")
        if request.method not in SAFE_METHODS:
            self.require_own_page(request)
            if not session.carries(request.headers.get(CSRF_HEADER, "")):
                raise Forbidden("the CSRF value is missing or not this session's")
        return SignedIn(operator=session.operator, csrf=session.csrf)

    def require(self, *roles: Role) -> Callable[[Request], Awaitable[SignedIn]]:
        """A dependency for operators of one of `roles`."""

        async def gate(request: Request) -> SignedIn:
            signed_in = await self(request)
            if signed_in.operator.role not in roles:
                raise Forbidden("not for this role")
            return signed_in

        return gate

    async def identify(self, connection: HTTPConnection, *, is_use: bool = True) -> Session | None:
        """The session of a request's or a websocket's cookie; its page and CSRF value are not looked at."""
        token = connection.cookies.get(COOKIE)
        return await self._sessions.find(token, is_use=is_use) if token else None

    def require_own_page(self, connection: HTTPConnection) -> None:
        """Raise Forbidden unless the browser says that one of our pages asks; silence is refused too."""
        if not self.is_own_page(connection):
            raise Forbidden("not from this page")

    def is_own_page(self, connection: HTTPConnection) -> bool:
        """Whether Origin is allowed or, where the browser sends none, Sec-Fetch-Site is same-origin."""
        origin = connection.headers.get("origin")
        if origin is not None:
            return origin in self._origins
        return connection.headers.get("sec-fetch-site") == "same-origin"

    def give_cookie(self, response: Response, token: str) -> None:
        """Put the session's token into the browser, out of reach of scripts and of other sites."""
        response.set_cookie(COOKIE, token, path="/", secure=self._is_secure, httponly=True, samesite="strict")

    def take_cookie(self, response: Response) -> None:
        """Remove it again."""
        response.delete_cookie(COOKIE, path="/", secure=self._is_secure, httponly=True, samesite="strict")

    async def sign_out(self, request: Request, response: Response) -> None:
        """End the request's session and remove its cookie."""
        token = request.cookies.get(COOKIE)
        if token:
            await self._sessions.revoke(token)
        self.take_cookie(response)

    async def sign_in(self, operator: Operator, request: Request, response: Response) -> SignedIn:
        """Open a session for `operator`; one that the browser already had ends."""
        token = request.cookies.get(COOKIE)
        if token:
            await self._sessions.revoke(token)
        token, session = await self._sessions.open(operator)
        self.give_cookie(response, token)
        return SignedIn(operator=operator, csrf=session.csrf)
