"""The operators' gate and the account routes, over HTTP against real accounts."""

from collections.abc import AsyncIterator

import httpx
import pytest

from app.storage.database import Database
from app.storage.operators import ROLES, Role
from app.web.auth import COOKIE
from tests.manual_clock import ManualClock
from tests.web.desk import PASSWORD, Desk, code_of, declared_routes

ALLOWED: dict[tuple[str, str], tuple[Role, ...]] = {
    ("GET", "/api/v1/me"): ROLES,
    ("POST", "/api/v1/sign-out"): ROLES,
    ("GET", "/api/v1/operators"): ("admin", "operator"),
    ("POST", "/api/v1/operators/invite"): ("admin",),
    ("POST", "/api/v1/operators/{operator_id}/deactivate"): ("admin",),
}
OPEN = {("POST", "/api/v1/setup"), ("POST", "/api/v1/setup/check"), ("POST", "/api/v1/sign-in")}


@pytest.fixture
async def desk(sqlite_database: Database, clock: ManualClock) -> AsyncIterator[Desk]:
    yield Desk(sqlite_database, clock)


async def test_a_setup_link_signs_its_person_in(desk: Desk):
    browser = await desk.arrive("admin")
    answer = (await browser.get("/api/v1/me")).json()
    assert answer["csrf"] == browser.headers["X-CSRF"]
    assert {key: answer["me"][key] for key in ("name", "email", "role", "lang")} == {
        "name": "Аня",
        "email": "admin@example.ru",
        "role": "admin",
        "lang": "ru",
    }


async def test_a_link_can_be_looked_at_before_it_is_used_up(desk: Desk):
    token, browser = await desk.accounts.create_setup_link(), desk.browser()
    for _ in range(2):
        assert (await browser.post("/api/v1/setup/check", json={"token": token})).status_code == 204
    body = {"token": token, "name": "Аня", "email": "a@example.ru", "password": PASSWORD, "lang": "ru"}
    assert (await browser.post("/api/v1/setup", json=body)).status_code == 200
    for dead in (token, "guessed"):
        assert code_of(await browser.post("/api/v1/setup/check", json={"token": dead})) == (404, "not_found")


async def test_signing_in_and_out(desk: Desk):
    await desk.arrive("operator")
    browser = desk.browser()
    answer = await browser.post(
        "/api/v1/sign-in", json={"email": "Operator@example.ru", "password": PASSWORD}
    )
    assert answer.json()["me"]["role"] == "operator"
    token = browser.cookies[COOKIE]
    out = await browser.post("/api/v1/sign-out", headers={"X-CSRF": answer.json()["csrf"]})
    assert out.status_code == 204
    assert COOKIE not in browser.cookies
    assert code_of(await browser.get("/api/v1/me")) == (401, "unauthorized")
    browser.cookies.set(COOKIE, token)
    assert code_of(await browser.get("/api/v1/me")) == (401, "unauthorized")


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(
    sqlite_database: Database, clock: ManualClock
):
    for is_secure in (False, True):
        desk = Desk(sqlite_database, clock, is_secure=is_secure)
        token = await desk.accounts.create_setup_link()
        body = {"token": token, "name": "A", "email": f"{is_secure}@example.ru", "lang": "en"}
        answer = await desk.browser().post("/api/v1/setup", json={**body, "password": PASSWORD})
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie and "Path=/" in cookie and "SameSite=strict" in cookie
        assert ("Secure" in cookie) is is_secure
        assert "Domain" not in cookie


async def test_signing_in_again_ends_the_session_that_the_browser_had(desk: Desk):
    browser = await desk.arrive("operator")
    old = browser.cookies[COOKIE]
    await browser.post("/api/v1/sign-in", json={"email": "operator@example.ru", "password": PASSWORD})
    assert browser.cookies[COOKIE] != old
    thief = desk.browser()
    thief.cookies.set(COOKIE, old)
    assert code_of(await thief.get("/api/v1/me")) == (401, "unauthorized")


async def test_a_wrong_password_and_an_unknown_email_get_the_same_answer(desk: Desk):
    await desk.arrive("operator")
    answers = [
        await desk.browser().post("/api/v1/sign-in", json={"email": email, "password": "wrong"})
        for email in ("operator@example.ru", "nobody@example.ru")
    ]
    assert code_of(answers[0]) == (401, "unauthorized")
    assert answers[0].json() == answers[1].json()


async def test_too_many_tries_are_told_when_to_come_back(desk: Desk):
    browser = desk.browser()
    for _ in range(10):
        await browser.post("/api/v1/sign-in", json={"email": "a@example.ru", "password": "wrong"})
    answer = await browser.post("/api/v1/sign-in", json={"email": "a@example.ru", "password": "wrong"})
    assert code_of(answer) == (429, "rate_limited")
    assert answer.headers["Retry-After"] == "900"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:8000.evil.example"},
        {"Origin": "http://127.0.0.1"},
        {"Origin": "https://127.0.0.1:8000"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "none"},
        {},
    ],
)
async def test_a_foreign_page_can_change_nothing(desk: Desk, headers: dict[str, str]):
    browser = await desk.arrive("admin")
    del browser.headers["Origin"]
    for path, body in (
        ("/api/v1/operators/invite", {"role": "admin"}),
        ("/api/v1/sign-out", {}),
        ("/api/v1/sign-in", {"email": "admin@example.ru", "password": PASSWORD}),
        (
            "/api/v1/setup",
            {"token": "x", "name": "A", "email": "a@b.ru", "password": PASSWORD, "lang": "ru"},
        ),
    ):
        assert code_of(await browser.post(path, json=body, headers=headers)) == (403, "forbidden")
    assert (await browser.get("/api/v1/me")).status_code == 200


async def test_a_browser_that_sends_no_origin_says_same_origin(desk: Desk):
    browser = await desk.arrive("admin")
    del browser.headers["Origin"]
    answer = await browser.post(
        "/api/v1/operators/invite", json={"role": "viewer"}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert answer.status_code == 200


@pytest.mark.parametrize("csrf", ["", "x" * 43, "нет"])
async def test_an_unsafe_request_needs_the_csrf_value_of_its_own_session(desk: Desk, csrf: str):
    browser = await desk.arrive("admin")
    other = await desk.arrive("operator")
    for value in (csrf, other.headers["X-CSRF"]):
        headers = httpx.Headers({"X-CSRF": value}, encoding="utf-8")
        answer = await browser.post("/api/v1/operators/invite", json={"role": "viewer"}, headers=headers)
        assert code_of(answer) == (403, "forbidden")


async def test_every_route_is_for_the_roles_it_names_and_for_nobody_else(desk: Desk):
    browsers = {role: await desk.arrive(role) for role in ROLES}
    bodies = {"/api/v1/operators/invite": {"role": "viewer"}}
    for (method, path), roles in ALLOWED.items():
        where = path.replace("{operator_id}", "op_nobody")
        stranger = await desk.browser().request(method, where, json=bodies.get(path))
        assert code_of(stranger) == (401, "unauthorized")
        for role, browser in browsers.items():
            if path == "/api/v1/sign-out":
                continue
            answer = await browser.request(method, where, json=bodies.get(path))
            assert (answer.status_code != 403) == (role in roles), (method, path, role)


def test_every_route_stands_in_the_table_of_roles(desk: Desk):
    assert declared_routes(desk) == set(ALLOWED) | OPEN


async def test_an_invitation_brings_a_colleague_of_that_role(desk: Desk):
    admin = await desk.arrive("admin")
    link = (await admin.post("/api/v1/operators/invite", json={"role": "editor"})).json()["link"]
    path, _, token = link.partition("#token=")
    assert path == "/setup"
    browser = desk.browser()
    body = {"token": token, "name": "Боб", "email": "bob@example.ru", "password": PASSWORD, "lang": "en"}
    assert (await browser.post("/api/v1/setup", json=body)).json()["me"]["role"] == "editor"
    assert code_of(await browser.post("/api/v1/setup", json=body)) == (404, "not_found")


async def test_a_refused_value_is_named(desk: Desk):
    token = await desk.accounts.create_setup_link()
    body = {"token": token, "name": "Аня", "email": "a@example.ru", "password": PASSWORD, "lang": "ru"}
    for field, value in (
        ("password", "123456789012"),
        ("email", "nothing"),
        ("lang", "de"),
        ("role", "admin"),
    ):
        answer = await desk.browser().post("/api/v1/setup", json={**body, field: value})
        assert code_of(answer) == (422, "bad_schema")
        assert answer.json()["error"]["field"] == field


async def test_colleagues_are_listed_with_their_presence(desk: Desk, clock: ManualClock):
    admin = await desk.arrive("admin")
    await desk.arrive("operator")
    me = (await admin.get("/api/v1/me")).json()["me"]
    await desk.presence.set(me["id"], "away")
    listed = (await admin.get("/api/v1/operators")).json()["operators"]
    assert {colleague["role"]: colleague["status"] for colleague in listed} == {
        "admin": "away",
        "operator": "offline",
    }
    clock.pass_by(minutes=2)
    listed = (await admin.get("/api/v1/operators")).json()["operators"]
    assert {colleague["status"] for colleague in listed} == {"offline"}


async def test_an_admin_closes_an_account_and_its_person_is_out_at_once(desk: Desk):
    admin, operator = await desk.arrive("admin"), await desk.arrive("operator")
    who = (await operator.get("/api/v1/me")).json()["me"]["id"]
    assert (await admin.post(f"/api/v1/operators/{who}/deactivate")).status_code == 204
    assert code_of(await operator.get("/api/v1/me")) == (401, "unauthorized")
    me = (await admin.get("/api/v1/me")).json()["me"]["id"]
    assert code_of(await admin.post(f"/api/v1/operators/{me}/deactivate")) == (409, "invalid_state")
