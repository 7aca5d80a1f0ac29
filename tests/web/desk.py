"""A small site with accounts, and browsers of operators to visit it with."""

from collections.abc import Callable

import httpx
from fastapi import APIRouter, FastAPI

from app.operators.accounts import Accounts
from app.operators.presence import Presence
from app.operators.sessions import Sessions
from app.storage.database import Database
from app.storage.operators import Role
from app.web import errors
from app.web.api import account
from app.web.auth import OperatorGate
from tests.manual_clock import ManualClock

HOME = "http://127.0.0.1:8000"
PASSWORD = "тихий-Лес 9 gently"


class Desk:
    """Accounts over HTTP, and beside them whatever `more` makes behind the same gate."""

    def __init__(
        self,
        database: Database,
        clock: ManualClock,
        more: Callable[[OperatorGate], APIRouter] | None = None,
        *,
        is_secure: bool = False,
    ) -> None:
        self.accounts = Accounts(database, clock)
        self.presence = Presence(database, clock)
        gate = OperatorGate(Sessions(database, clock), frozenset({HOME}), is_secure=is_secure)
        self.site = FastAPI()
        errors.install(self.site)
        self.site.include_router(account.router(self.accounts, gate, self.presence))
        if more is not None:
            self.site.include_router(more(gate))

    def browser(self) -> httpx.AsyncClient:
        """A browser on one of our own pages, not signed in."""
        transport = httpx.ASGITransport(app=self.site, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url=HOME, headers={"Origin": HOME})

    async def arrive(self, role: Role = "admin") -> httpx.AsyncClient:
        """A browser in which a new operator of `role` has just set up their account."""
        token, browser = await self.accounts.create_setup_link(role), self.browser()
        body = {"token": token, "name": "Аня", "email": f"{role}@example.ru", "lang": "ru"}
        answer = await browser.post("/api/v1/setup", json={**body, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        browser.headers["X-CSRF"] = answer.json()["csrf"]
        return browser


def code_of(answer: httpx.Response) -> tuple[int, str]:
    """Status and error code of a refusal."""
    return answer.status_code, answer.json()["error"]["code"]


def declared_routes(desk: Desk) -> set[tuple[str, str]]:
    """Method and path of every route of the site."""
    return {
        (method.upper(), path)
        for path, operations in desk.site.openapi()["paths"].items()
        for method in operations
    }
