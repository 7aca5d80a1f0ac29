"""REST of accounts: setup link, sign in and out, who am I, colleagues; passwords are checked in operators."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, Field, StringConstraints

from app.domain.ids import OperatorId
from app.operators.accounts import Accounts
from app.operators.presence import Presence
from app.storage.operators import Operator, PresenceStatus, Role
from app.web.api.body import Body
from app.web.auth import OperatorGate, SignedIn

Token = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=254)]
Password = Annotated[str, StringConstraints(min_length=1, max_length=1_000)]


class SetupBody(Body):
    """The first visit of a person who was given a setup link."""

    token: Token
    name: Line
    email: Line
    password: Password
    lang: Literal["ru", "en"]


class SetupCheckBody(Body):
    """A setup link that is still to be used."""

    token: Token


class SignInBody(Body):
    """E-mail and password."""

    email: Line
    password: Password


class InviteBody(Body):
    """What the invited person will be."""

    role: Role


class Me(BaseModel):
    """The operator who is signed in."""

    id: str
    name: str
    email: str
    role: Role
    lang: Literal["ru", "en"]


class MeAnswer(BaseModel):
    """Who is signed in, and the value for the X-CSRF header of unsafe requests."""

    me: Me
    csrf: str


class Colleague(BaseModel):
    """An operator as colleagues see them."""

    id: str
    name: str
    email: str
    role: Role
    status: PresenceStatus
    active: bool


class ColleaguesAnswer(BaseModel):
    """Everybody with an account, by name."""

    operators: list[Colleague] = Field(default_factory=list[Colleague])


class InviteAnswer(BaseModel):
    """A one-time link, relative to our own address; the token stands behind # and so in no server's log."""

    link: str


def router(accounts: Accounts, gate: OperatorGate, presence: Presence) -> APIRouter:
    """Routes under /api/v1 for accounts."""
    routes = APIRouter(prefix="/api/v1", tags=["account"])
    _add_entrance(routes, accounts, gate)
    _add_team(routes, accounts, gate, presence)
    return routes


def setup_path(token: str) -> str:
    """The page that uses a setup link's token up."""
    return f"/setup#token={token}"


def _me(signed_in: SignedIn) -> MeAnswer:
    operator = signed_in.operator
    me = Me(
        id=operator.id, name=operator.name, email=operator.email, role=operator.role, lang=operator.language
    )
    return MeAnswer(me=me, csrf=signed_in.csrf)


def _add_entrance(routes: APIRouter, accounts: Accounts, gate: OperatorGate) -> None:
    @routes.post("/setup")
    async def setup(body: SetupBody, request: Request, response: Response) -> MeAnswer:
        gate.require_own_page(request)
        operator = await accounts.use_setup_link(
            body.token, name=body.name, email=body.email, password=body.password, language=body.lang
        )
        return _me(await gate.sign_in(operator, request, response))

    @routes.post("/setup/check", status_code=204)
    async def check_setup(body: SetupCheckBody, request: Request) -> None:
        gate.require_own_page(request)
        await accounts.require_setup_link(body.token)

    @routes.post("/sign-in")
    async def sign_in(body: SignInBody, request: Request, response: Response) -> MeAnswer:
        gate.require_own_page(request)
        address = request.client.host if request.client else ""
        operator = await accounts.sign_in(body.email, body.password, address)
        return _me(await gate.sign_in(operator, request, response))

    @routes.get("/me")
    async def me(signed_in: Annotated[SignedIn, Depends(gate)]) -> MeAnswer:
        return _me(signed_in)

    @routes.post("/sign-out", status_code=204, dependencies=[Depends(gate)])
    async def sign_out(request: Request, response: Response) -> None:
        await gate.sign_out(request, response)

    # FastAPI keeps the functions; naming them here says that they are used.
    _ = setup, check_setup, sign_in, me, sign_out


def _add_team(routes: APIRouter, accounts: Accounts, gate: OperatorGate, presence: Presence) -> None:
    @routes.get("/operators", dependencies=[Depends(gate.require("admin", "operator"))])
    async def operators() -> ColleaguesAnswer:
        statuses = await presence.statuses()
        return ColleaguesAnswer(
            operators=[
                _colleague(operator, statuses.get(operator.id, "offline"))
                for operator in await accounts.list()
            ]
        )

    @routes.post("/operators/invite", dependencies=[Depends(gate.require("admin"))])
    async def invite(body: InviteBody) -> InviteAnswer:
        return InviteAnswer(link=setup_path(await accounts.create_setup_link(body.role)))

    @routes.post(
        "/operators/{operator_id}/deactivate", status_code=204, dependencies=[Depends(gate.require("admin"))]
    )
    async def deactivate(operator_id: str) -> None:
        await accounts.deactivate(OperatorId(operator_id))

    _ = operators, invite, deactivate


def _colleague(operator: Operator, status: PresenceStatus) -> Colleague:
    return Colleague(
        id=operator.id,
        name=operator.name,
        email=operator.email,
        role=operator.role,
        status=status,
        active=operator.is_active,
    )
