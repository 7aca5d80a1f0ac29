"""A real Chromium and a running server for the tests of pages; skipped by name when missing."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.pages.operator_desk import first_operator
from tests.pages.paced_model import paced_model
from tests.pages.shop_process import ROOT, RunningShop, running_shop

STATIC = ROOT / "app" / "web" / "static"
OPERATOR = "Оператор Демо"
Opener = Callable[..., BrowserContext]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, headless."""
    found = (
        os.environ.get("ZABOTA_TEST_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    )
    if found is None:
        pytest.skip("no Chromium on this machine")
    if not (STATIC / "widget.html").exists():
        pytest.skip("pages are not built: make pages")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningShop]:
    """One server for all tests of pages, answering by a model that writes about thirty words a second."""
    with paced_model(pause_s=0.03) as url, running_shop(tmp_path_factory.mktemp("shop"), url) as shop:
        yield shop


@pytest.fixture(scope="session")
def operator_session(shop: RunningShop) -> tuple[str, str]:
    """Cookie and CSRF value of the first operator of `shop`."""
    return first_operator(shop.address, shop.setup_token, OPERATOR)


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Opener]:
    """Opens a browser of its own for each customer; a page that throws fails its test."""
    opened: list[BrowserContext] = []
    thrown: list[str] = []

    def open_context(**options: Any) -> BrowserContext:
        defaults: dict[str, Any] = {"viewport": {"width": 420, "height": 720}, "reduced_motion": "reduce"}
        context = chromium.new_context(**{**defaults, **options})
        context.on("weberror", lambda error: thrown.append(str(error.error)))
        opened.append(context)
        return context

    yield open_context
    for context in opened:
        context.close()
    assert thrown == []
