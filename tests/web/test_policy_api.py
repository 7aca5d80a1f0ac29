"""When a person is called, over HTTP: owners alone, no change without a trial, no number out of bounds."""

import time
from datetime import timedelta
from typing import Any

import httpx
import pytest

from app.assistant.policies import Policies
from app.domain.escalation import Signals
from app.reports.replays import Replays
from app.storage.database import Database
from app.storage.operators import ROLES
from app.web.api import policy
from app.web.limits import Windows
from tests.manual_clock import ManualClock
from tests.reports.stories import Story, write
from tests.web.desk import Desk, code_of, declared_routes

ROUTES = {("GET", "/api/v1/policy"), ("POST", "/api/v1/policy/replay"), ("PUT", "/api/v1/policy")}
TRIALS = 8


class Office(Desk):
    """A desk with the policy behind it."""

    def __init__(self, database: Database, clock: ManualClock) -> None:
        self.policies = Policies(database, clock)
        replays = Replays(database, clock)
        trials = Windows(TRIALS, 600.0, time.monotonic)
        super().__init__(database, clock, lambda gate: policy.router(self.policies, replays, gate, trials))


@pytest.fixture
def office(sqlite_database: Database, clock: ManualClock) -> Office:
    return Office(sqlite_database, clock)


async def read(owner: httpx.AsyncClient) -> dict[str, Any]:
    answer = await owner.get("/api/v1/policy")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def numbers(owner: httpx.AsyncClient, **changes: float) -> dict[str, float]:
    """The numbers in force, with `changes` in their place."""
    return {**(await read(owner))["numbers"], **changes}


async def try_out(owner: httpx.AsyncClient, wanted: dict[str, float]) -> dict[str, Any]:
    answer = await owner.post("/api/v1/policy/replay", json={"numbers": wanted})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_only_owners_see_try_or_change_the_numbers(office: Office) -> None:
    assert {route for route in declared_routes(office) if "policy" in route[1]} == ROUTES
    for role in ROLES:
        browser = await office.arrive(role)
        expected = 200 if role == "admin" else 403
        assert (await browser.get("/api/v1/policy")).status_code == expected
        if role != "admin":
            assert code_of(await browser.post("/api/v1/policy/replay", json={})) == (403, "forbidden")
            assert code_of(await browser.put("/api/v1/policy", json={})) == (403, "forbidden")
    assert code_of(await office.browser().get("/api/v1/policy")) == (401, "unauthorized")


async def test_a_change_needs_the_csrf_value(office: Office) -> None:
    owner = await office.arrive()
    del owner.headers["X-CSRF"]
    assert code_of(await owner.put("/api/v1/policy", json={})) == (403, "forbidden")


async def test_an_owner_tries_numbers_saves_them_and_reads_who_changed_what(
    office: Office, sqlite_database: Database, clock: ManualClock
) -> None:
    angry = Signals(frustration=0.9, anger=0.7, frustrated_turns=1)
    story = Story("a", clock.now - timedelta(days=1)).turn(0, angry).answers_offer(9, yes=False)
    await write(sqlite_database, story)
    owner = await office.arrive()
    wanted = await numbers(owner, anger_at=0.8)
    shown = await try_out(owner, wanted)
    comparison = shown["comparison"]
    assert (comparison["visits"], comparison["left_out"], comparison["is_cut"]) == (1, 0, False)
    assert comparison["current"] == {
        "handed_over": {},
        "offered": {"frustration": 1},
        "missed": {},
        "false_alarms": {"declined": 1},
    }
    assert comparison["proposed"]["offered"] == comparison["proposed"]["false_alarms"] == {}
    saved = await owner.put("/api/v1/policy", json={"numbers": wanted, "replay": shown["replay"]})
    assert saved.status_code == 200, saved.text
    told = await read(owner)
    assert told == saved.json()
    assert (told["version"], told["numbers"], told["defaults"]["anger_at"]) == (1, wanted, 0.6)
    (change,) = told["changes"]
    assert (change["by"], change["numbers"]) == ("Аня", [{"name": "anger_at", "was": 0.6, "now": 0.8}])
    assert office.policies.current.policy.anger_at == 0.8


@pytest.mark.parametrize(("lang", "word"), [("ru", "проверьте"), ("en", "Try these numbers")])
async def test_numbers_that_were_not_tried_are_refused_in_the_readers_words(
    office: Office, lang: str, word: str
) -> None:
    owner = await office.arrive()
    wanted = await numbers(owner, anger_at=0.8)
    shown = await try_out(owner, await numbers(owner, anger_at=0.75))
    body = {"numbers": wanted, "replay": shown["replay"]}
    refused = await owner.put(f"/api/v1/policy?lang={lang}", json=body)
    assert code_of(refused) == (409, "replay_needed")
    assert word in refused.json()["error"]["message"]
    assert (await read(owner))["version"] == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("anger_at", 0.96),
        ("frustration_at", 0.49),
        ("sensitive_at", 0.91),
        ("turn_cap", 4),
        ("quiet_turns_after_decline", 11),
        ("failures_for_escalation", 0),
    ],
)
async def test_a_number_out_of_its_bounds_is_named(office: Office, name: str, value: float) -> None:
    owner = await office.arrive()
    wanted = await numbers(owner, **{name: value})
    for answer in (
        await owner.post("/api/v1/policy/replay", json={"numbers": wanted}),
        await owner.put("/api/v1/policy", json={"numbers": wanted, "replay": "x"}),
    ):
        assert code_of(answer) == (422, "bad_schema")
        assert answer.json()["error"]["field"] == name


@pytest.mark.parametrize("name", ["asked_for_human_at", "self_harm_at", "tool_failures_for_offer"])
async def test_what_keeps_a_person_reachable_is_not_for_anybody_to_change(office: Office, name: str) -> None:
    owner = await office.arrive()
    wanted = await numbers(owner, **{name: 0.9})
    answer = await owner.post("/api/v1/policy/replay", json={"numbers": wanted})
    assert code_of(answer) == (422, "bad_schema")
    assert name not in (await read(owner))["numbers"]


async def test_a_count_is_a_whole_number(office: Office) -> None:
    owner = await office.arrive()
    wanted = await numbers(owner, turn_cap=7.5)
    answer = await owner.post("/api/v1/policy/replay", json={"numbers": wanted})
    assert code_of(answer) == (422, "bad_schema")


async def test_trying_without_end_is_limited(office: Office) -> None:
    owner = await office.arrive()
    wanted = await numbers(owner)
    for _ in range(TRIALS):
        await try_out(owner, wanted)
    answer = await owner.post("/api/v1/policy/replay", json={"numbers": wanted})
    assert code_of(answer) == (429, "rate_limited")
    assert int(answer.headers["Retry-After"]) > 0
