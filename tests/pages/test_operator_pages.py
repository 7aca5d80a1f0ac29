"""What every operators' page owes its reader: sign-in, figures with their meaning, nothing inaccessible."""

import uuid
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.pages.conftest import OPERATOR, Opener
from tests.pages.console_page import DESKTOP, PHONE, invite_link, sign_in
from tests.pages.operator_desk import PASSWORD
from tests.pages.shop_process import ROOT, RunningShop
from tests.pages.widget_page import WidgetPage

pytestmark = pytest.mark.pages

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"


def problems(page: Page) -> list[str]:
    """What axe-core finds on the page as it is now."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate(RULES)
    return [f"{each['id']}: {node['html'][:120]}" for each in found["violations"] for node in each["nodes"]]


def test_signing_in_leads_back_to_the_wanted_page_and_out_again(
    shop: RunningShop, operator_session: tuple[str, str], visit: Opener
) -> None:
    page = visit(viewport=DESKTOP, locale="en-US").new_page()
    page.goto(f"{shop.address}/reports")
    page.wait_for_url("**/sign-in?next=*")
    page.locator("form button[type=submit]").click()
    expect(page.locator(".wrong")).to_have_count(2)
    expect(page.locator("#email")).to_be_focused()
    page.locator("#email").fill("operator@example.com")
    page.locator("#password").fill("not the password")
    page.locator("form button[type=submit]").click()
    expect(page.locator(".refusal")).to_contain_text("wrong", timeout=10_000)
    page.locator("#password").fill(PASSWORD)
    page.locator("form button[type=submit]").click()
    page.wait_for_url("**/reports")
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=10_000)
    page.locator(".account-button").click()
    expect(page.locator(".menu-heading")).to_contain_text(OPERATOR)
    page.get_by_role("menuitem").last.click()
    page.wait_for_url("**/sign-in")
    page.goto(f"{shop.address}/console")
    page.wait_for_url("**/sign-in?next=*")


def test_only_pages_of_this_site_may_follow_sign_in(
    shop: RunningShop, operator_session: tuple[str, str], visit: Opener
) -> None:
    page = visit(viewport=DESKTOP).new_page()
    page.goto(f"{shop.address}/sign-in?next=//example.com/console")
    page.locator("#email").fill("operator@example.com")
    page.locator("#password").fill(PASSWORD)
    page.locator("form button[type=submit]").click()
    page.wait_for_url(f"{shop.address}/console")


def test_a_setup_link_works_once_and_says_what_is_wrong(
    shop: RunningShop, operator_session: tuple[str, str], visit: Opener
) -> None:
    link = invite_link(visit(), shop.address, operator_session, role="editor")
    page = visit(viewport=DESKTOP, locale="en-US").new_page()
    page.goto(link)
    page.locator("#password").fill("too short")
    expect(page.locator("#password-note")).to_contain_text("3 characters to go")
    page.locator("form button[type=submit]").click()
    expect(page.locator("#name")).to_be_focused()
    page.locator("#name").fill("Редактор Демо")
    page.locator("#email").fill(f"{uuid.uuid4().hex[:8]}@example.com")
    page.locator("#password").fill(PASSWORD)
    page.locator("form button[type=submit]").click()
    page.wait_for_url("**/articles")
    again = visit(viewport=DESKTOP, locale="en-US").new_page()
    again.goto(link)
    expect(again.get_by_role("heading", level=1)).to_contain_text("no longer works", timeout=10_000)
    again.goto(f"{shop.address}/setup")
    expect(again.get_by_role("heading", level=1)).to_contain_text("setup link is needed")


def test_every_figure_stands_over_what_it_counts(
    shop: RunningShop, operator_session: tuple[str, str], visit: Opener
) -> None:
    context = visit(viewport=DESKTOP)
    sign_in(context, shop.address, operator_session, "en")
    page = context.new_page()
    page.goto(f"{shop.address}/reports?days=30")
    expect(page.locator(".card, .reports-state:not([role=status])").first).to_be_visible(timeout=20_000)
    cards = page.locator(".card")
    if cards.count() == 0:
        expect(page.locator(".reports-state")).to_contain_text("no conversations")
        return
    for at in range(cards.count()):
        expect(cards.nth(at).locator(".hint, dt, .label").first).not_to_be_empty()
    expect(page.locator(".periods [aria-pressed=true]")).to_have_text("30 days")


def test_on_a_phone_what_a_figure_counts_is_behind_a_sign(
    shop: RunningShop, operator_session: tuple[str, str], visit: Opener
) -> None:
    widget = WidgetPage.alone(visit(), shop.address, "ru")
    widget.ask_and_wait("Сколько стоит доставка курьером в Казань?")
    context = visit(viewport=PHONE)
    sign_in(context, shop.address, operator_session, "en")
    page = context.new_page()
    page.goto(f"{shop.address}/reports")
    card = page.locator(".card").first
    expect(card).to_be_visible(timeout=20_000)
    expect(card.locator(".hint")).to_be_hidden()
    card.locator("summary").click()
    expect(card.locator(".hint")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_on_any_page(
    shop: RunningShop, operator_session: tuple[str, str], visit: Opener, scheme: str, size: dict[str, int]
) -> None:
    context = visit(viewport=size, color_scheme=scheme)
    page = context.new_page()
    found: list[str] = []
    for path in ("/sign-in", "/setup#token=x", "/setup"):
        page.goto(shop.address + path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        found += problems(page)
    sign_in(context, shop.address, operator_session)
    for path, ready in (
        ("/console", ".section"),
        ("/articles", ".topic"),
        ("/reports", ".card, .reports-state"),
        ("/policy", ".number"),
    ):
        page.goto(shop.address + path)
        expect(page.locator(ready).first).to_be_visible(timeout=20_000)
        found += problems(page)
    assert found == []
