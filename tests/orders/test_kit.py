"""The contract test kit: it passes the example server, and catches every way of breaking a promise."""

import socket
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi import HTTPException
from fastapi.responses import HTMLResponse, RedirectResponse

from app.__main__ import main
from app.domain.orders import IdentityClaim
from app.orders.kit import Case, Finding, check_endpoint
from docs.examples.orders_server import Change, Claim, Key, Shop, create_app
from tests.orders.example_shop import QUICK, TOKEN, serving

ROOT = Path(__file__).parents[2]
CASE = Case(
    claim=IdentityClaim(order="EX1002", email="anna@example.com"),
    foreign="EX2001",
    changeable=("EX1001", "EX1003"),
    makes_changes=True,
    rounds=1,
)
TIMED = replace(CASE, rounds=7)


async def findings_of(app: Any, case: Case = CASE, token: str = TOKEN) -> tuple[Finding, ...]:
    async with serving(app) as url:
        return await check_endpoint(url, token, case, patience=QUICK)


def names(found: tuple[Finding, ...], outcome: str) -> set[str]:
    return {one.name for one in found if one.outcome == outcome}


async def test_the_example_server_keeps_every_promise() -> None:
    found = await findings_of(create_app(Shop(), TOKEN), TIMED)
    assert names(found, "broken") == set()
    assert names(found, "skipped") == set()
    assert len(found) > 55


async def test_without_leave_nothing_is_changed_and_what_is_not_checked_is_named() -> None:
    shop = Shop()
    case = Case(claim=CASE.claim, changeable=CASE.changeable, rounds=1)
    found = await findings_of(create_app(shop, TOKEN), case)
    assert names(found, "broken") == set()
    assert {"changes", "somebody else's order", "proof: time of a miss"} <= names(found, "skipped")
    assert shop.orders_of("c-1") == Shop().orders_of("c-1")


class ForgetsKeys(Shop):
    def is_made(self, key: str, order_key: str) -> bool:
        return False


class TakesAnyKeyForMade(Shop):
    def is_made(self, key: str, order_key: str) -> bool:
        return True


class KeepsNoOwners(Shop):
    def find(self, account: str, order: str) -> dict[str, Any]:
        owner = "c-2" if order in ("EX2001", "2001") else account
        return super().find(owner, order)


class ChangesAnybodys(Shop):
    def change(self, account: str, order: str, change: Change, key: Key) -> dict[str, Any]:
        return (
            {"id": "EX-2001", "state": "cancelled"}
            if order == "EX2001"
            else super().change(account, order, change, key)
        )


class ListsEverybodys(Shop):
    def orders_of(self, account: str) -> dict[str, Any]:
        return {"orders": [*super().orders_of("c-1")["orders"], *super().orders_of("c-2")["orders"]]}


class IgnoresVersions(Shop):
    def change(self, account: str, order: str, change: Change, key: Key) -> dict[str, Any]:
        return super().change(account, order, change.model_copy(update={"version": None}), key)


class KeepsOneVersion(Shop):
    def find(self, account: str, order: str) -> dict[str, Any]:
        return {**super().find(account, order), "version": "1"}

    def change(self, account: str, order: str, change: Change, key: Key) -> dict[str, Any]:
        after = super().change(account, order, change.model_copy(update={"version": None}), key)
        return {**after, "version": "1"}


class AnswersTheOldOrder(Shop):
    def change(self, account: str, order: str, change: Change, key: Key) -> dict[str, Any]:
        before = self.find(account, order)
        super().change(account, order, change, key)
        return before


class RefusesWithoutCode(Shop):
    def change(self, account: str, order: str, change: Change, key: Key) -> dict[str, Any]:
        try:
            return super().change(account, order, change, key)
        except HTTPException as error:
            raise HTTPException(error.status_code, "" if error.status_code == 422 else error.detail) from None


class FindsNoChange(Shop):
    def find_change(self, account: str, order: str, key: str) -> dict[str, Any]:
        raise HTTPException(404, "not_found")


class SaysWhatWasWrong(Shop):
    def prove(self, claim: Claim) -> dict[str, str | None]:
        proof = super().prove(claim)
        is_known = bool(self._rows("SELECT 1 FROM orders WHERE key = ?", claim.order))
        return proof if proof["account"] or is_known else {**proof, "why": "unknown order"}


class ProvesByTheOrderAlone(Shop):
    def prove(self, claim: Claim) -> dict[str, str | None]:
        return {"account": "c-1"} if not claim.email and not claim.phone else super().prove(claim)


class IsSlowerForKnownOrders(Shop):
    def prove(self, claim: Claim) -> dict[str, str | None]:
        if self._rows("SELECT 1 FROM orders WHERE key = ?", claim.order):
            time.sleep(0.04)
        return super().prove(claim)


class SpeaksOfForeignOrders(Shop):
    def find(self, account: str, order: str) -> dict[str, Any]:
        try:
            return super().find(account, order)
        except HTTPException:
            is_known = bool(self._rows("SELECT 1 FROM orders WHERE key = ?", order))
            raise HTTPException(404, "not_yours" if is_known else "not_found") from None


class KnowsOnlyWholeNumbers(Shop):
    def find(self, account: str, order: str) -> dict[str, Any]:
        return super().find(account, order if order.startswith("EX") else "")


class NamesStatesItsOwnWay(Shop):
    def find(self, account: str, order: str) -> dict[str, Any]:
        return {**super().find(account, order), "state": "on its way"}


class WritesIdsWithMarkup(Shop):
    def find(self, account: str, order: str) -> dict[str, Any]:
        return {**super().find(account, order), "items": [{"id": "a|b", "name": "Lamp", "price": "1"}]}


BROKEN: dict[type[Shop], set[str]] = {
    ForgetsKeys: {"the same key again", "the change is found"},
    TakesAnyKeyForMade: {"change with an unknown key", "the change's effect"},
    KeepsNoOwners: {"somebody else's order"},
    ChangesAnybodys: {"changing somebody else's order"},
    ListsEverybodys: {"the list holds nobody else's", "an unknown account's list"},
    IgnoresVersions: {"a change of another version", "the order after a conflict"},
    KeepsOneVersion: {"the version after a change", "another change of the version before"},
    AnswersTheOldOrder: {"the change's effect", "the order after the change"},
    RefusesWithoutCode: {"cancelling twice"},
    FindsNoChange: {"the change is found"},
    SaysWhatWasWrong: {"proof: unknown order"},
    ProvesByTheOrderAlone: {"proof: nothing but the order"},
    IsSlowerForKnownOrders: {"proof: time of a miss"},
    SpeaksOfForeignOrders: {"somebody else's order"},
    KnowsOnlyWholeNumbers: {"own order, digits alone"},
    NamesStatesItsOwnWay: {"own order"},
    WritesIdsWithMarkup: {"own order"},
}


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.__name__)
async def test_a_server_that_breaks_a_promise_is_caught_by_the_name_of_it(broken: type[Shop]) -> None:
    case = TIMED if broken is IsSlowerForKnownOrders else CASE
    found = names(await findings_of(create_app(broken(), TOKEN), case), "broken")
    assert found >= BROKEN[broken]


async def test_a_server_that_lets_everybody_in_is_caught() -> None:
    app = create_app(Shop(), TOKEN)
    app.router.dependencies.clear()
    for route in app.routes:
        getattr(getattr(route, "dependant", None), "dependencies", []).clear()
    found = names(await findings_of(app), "broken")
    assert {"proofs without a token", "order with a wrong token", "a change without a token"} <= found


async def test_a_wrong_address_or_token_is_told_and_ends_the_checks_that_need_an_account() -> None:
    found = await findings_of(create_app(Shop(), TOKEN), token="another")
    assert names(found, "broken") == {"right proof"}
    assert "proofs, reads and changes" in names(found, "skipped")
    nowhere = await check_endpoint("http://127.0.0.1:9", TOKEN, CASE, patience=QUICK)
    assert "every question is answered" in names(nowhere, "broken")
    assert "right proof" in names(await check_endpoint("no address", TOKEN, CASE), "broken")


async def test_pages_and_redirects_are_no_answers() -> None:
    app = create_app(Shop(), TOKEN)

    @app.middleware("http")
    async def elsewhere(request: Any, call_next: Any) -> Any:
        if request.method == "POST":
            return await call_next(request)
        is_list = request.url.path.endswith("orders")
        return RedirectResponse("/login") if is_list else HTMLResponse("<html>")

    found = names(await findings_of(app), "broken")
    assert {"order list", "own order", "kind of answers"} <= found


def test_the_command_passes_the_example_started_as_the_page_says(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], logs_as_before: None
) -> None:
    monkeypatch.setenv("ZABOTA_ORDERS_TOKEN", TOKEN)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "docs/examples/orders_server.py", "--port", str(port), "--token", TOKEN],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _until_open(port)
        told = ["check-orders", "--rounds", "5", "--order", "ex-1002", "--email", "anna@example.com"]
        address = ["--url", f"http://127.0.0.1:{port}"]
        assert main([*told, *address, "--foreign-order", "EX2001"]) == 0
        said = capsys.readouterr().out
        assert "ok    own order: wanted" in said
        assert "skip  changes: not given: --make-changes and --changeable-order" in said
        assert main([*told, *address, "--foreign-order", "EX1001"]) == 1
        assert "FAIL  somebody else's order: wanted 404" in capsys.readouterr().out
        assert main(told) == 2
        assert "Give --url" in capsys.readouterr().err
    finally:
        server.terminate()
        server.wait(timeout=10)


def _until_open(port: int) -> None:
    for _ in range(500):
        with socket.socket() as trying:
            if trying.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise AssertionError("the example server does not start")
