"""Figures over HTTP: the shape pages rely on, and who may see them."""

from datetime import timedelta

import pytest

from app.reports.reports import Reports
from app.storage.database import Database
from app.storage.operators import ROLES
from app.web.api import reports
from tests.manual_clock import ManualClock
from tests.reports.stories import Story, write
from tests.web.desk import Desk, code_of, declared_routes


@pytest.fixture
def desk(sqlite_database: Database, clock: ManualClock) -> Desk:
    counted = Reports(sqlite_database, clock)
    return Desk(sqlite_database, clock, lambda gate: reports.router(counted, gate))


async def test_figures_come_under_the_names_that_pages_use(
    desk: Desk, sqlite_database: Database, clock: ManualClock
):
    story = Story("c1", clock.now - timedelta(hours=2))
    await write(
        sqlite_database,
        story.asks(0).quotes(2).calls(10).taken(30).says(40).resolved(100, "solved").scores(110, 5),
    )
    browser = await desk.arrive("viewer")
    day = (await browser.get("/api/v1/reports?days=1")).json()
    assert day["conversations"] == 1
    assert day["outcomes"]["human_resolved"] == 1
    assert day["first_reply_s"]["p50"] == 2
    assert day["human_first_reply_s"]["p90"] == 30
    assert day["waiting_s"]["n"] == 1
    assert day["resolution_s"]["within_aim"] == 1.0
    assert day["csat"]["share"] == 1.0
    assert day["csat"]["response_rate"] == 1.0
    assert day["escalations"] == {"asked_for_human": 1}
    assert day["callbacks"] == {"done": 0, "open": 0}
    assert day["answers"]["by_quotation"] == 1
    assert day["tokens_per_resolved"] is None
    assert day["at"].endswith("Z")


@pytest.mark.parametrize("days", ["0", "367", "-1", "week", "1e9"])
async def test_a_window_that_makes_no_sense_is_refused(desk: Desk, days: str):
    browser = await desk.arrive("viewer")
    answer = await browser.get(f"/api/v1/reports?days={days}")
    assert code_of(answer) == (422, "bad_schema")
    assert answer.json()["error"]["field"] == "days"


async def test_figures_are_for_everybody_who_is_signed_in(desk: Desk):
    assert ("GET", "/api/v1/reports") in declared_routes(desk)
    assert code_of(await desk.browser().get("/api/v1/reports")) == (401, "unauthorized")
    for role in ROLES:
        assert (await (await desk.arrive(role)).get("/api/v1/reports")).status_code == 200
