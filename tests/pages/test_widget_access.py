"""Everybody can use the widget: axe finds nothing, the keyboard reaches all, new messages are announced."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.pages.conftest import Opener
from tests.pages.shop_process import ROOT, RunningShop
from tests.pages.widget_page import WidgetPage

pytestmark = pytest.mark.pages

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
ACCENTS = ("#2f7d5b", "#f2c200", "#0b1f4b", "#ff7ab2")


def violations(page: Page) -> list[str]:
    """What axe holds against the page as it is now."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{found['id']}: {[node['target'] for node in found['nodes']]}" for found in result["violations"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["ru", "en"])
def test_axe_finds_nothing_in_a_conversation(
    shop: RunningShop, visit: Opener, lang: str, scheme: str
) -> None:
    widget = WidgetPage.alone(visit(color_scheme=scheme, bypass_csp=True), shop.address, lang)
    assert violations(widget.page) == []
    widget.ask_and_wait("Сколько стоит доставка в Казань?" if lang == "ru" else "How can I pay?")
    assert violations(widget.page) == []
    widget.root.locator(".chip").first.click()
    expect(widget.root.locator(".view article")).to_be_visible()
    assert violations(widget.page) == []
    widget.page.keyboard.press("Escape")
    widget.root.locator(".menu .tool").click()
    assert violations(widget.page) == []
    widget.page.keyboard.press("Escape")
    widget.person_button.click()
    expect(widget.root.locator(".card")).to_be_visible()
    assert violations(widget.page) == []


@pytest.mark.parametrize("accent", ACCENTS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_whatever_colour_a_shop_has_words_stay_readable(
    shop: RunningShop, visit: Opener, accent: str, scheme: str
) -> None:
    context = visit(color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{shop.address}/widget?lang=ru&accent={accent.replace('#', '%23')}")
    widget = WidgetPage(page, page)
    widget.is_ready()
    widget.ask_and_wait("Где мой заказ KL-10427? Почта anna@example.ru")
    assert violations(page) == []


def test_axe_finds_nothing_in_the_demo_shop(shop: RunningShop, visit: Opener) -> None:
    page = visit(viewport={"width": 1280, "height": 800}, bypass_csp=True).new_page()
    page.goto(f"{shop.address}/demo?lang=ru")
    page.locator("#zabota-launcher").wait_for()
    assert violations(page) == []


def test_only_whole_new_messages_are_read_out(shop: RunningShop, visit: Opener) -> None:
    widget = WidgetPage.alone(visit(), shop.address, "ru")
    announced = widget.root.get_by_role("log").locator("p")
    widget.ask("Сколько стоит доставка курьером в Казань?")
    expect(widget.draft).to_be_visible(timeout=15_000)
    expect(announced).to_have_count(0)
    expect(announced).to_have_count(1, timeout=20_000)
    expect(announced.first).to_contain_text("ИИ-ассистент:")
    expect(announced.first).not_to_contain_text("|")
    widget.page.reload()
    widget.is_ready()
    expect(widget.replies).to_have_count(1)
    expect(announced).to_have_count(0)


def test_the_keyboard_alone_reaches_everything(shop: RunningShop, visit: Opener) -> None:
    widget = WidgetPage.alone(visit(), shop.address, "en")
    keys = widget.page.keyboard
    expect(widget.box).to_be_focused()
    keys.type("How can I pay?")
    keys.press("Enter")
    expect(widget.replies).to_have_count(1, timeout=20_000)
    expect(widget.box).to_be_focused()
    seen = _tab_round(widget)
    for name in ("Talk to a person", "More", "Message", "Helpful reply", "Unhelpful reply"):
        assert any(name in each for each in seen), (name, seen)
    widget.root.get_by_role("button", name="More").focus()
    keys.press("Enter")
    expect(widget.root.get_by_role("menuitem").first).to_be_focused()
    keys.press("ArrowDown")
    expect(widget.root.get_by_role("menuitem").nth(1)).to_be_focused()
    keys.press("Escape")
    expect(widget.root.get_by_role("button", name="More")).to_be_focused()


def test_the_stars_are_chosen_by_arrows(shop: RunningShop, visit: Opener) -> None:
    widget = WidgetPage.alone(visit(), shop.address, "en")
    widget.ask_and_wait("How can I pay?")
    widget.root.get_by_role("button", name="More").click()
    widget.root.get_by_role("menuitem", name="End conversation").click()
    expect(widget.root.get_by_role("button", name="Yes, solved")).to_be_focused()
    widget.page.keyboard.press("Enter")
    widget.root.get_by_role("radio").first.focus()
    widget.page.keyboard.press("ArrowRight")
    widget.page.keyboard.press("ArrowRight")
    expect(widget.root.get_by_role("radio", name="3: Fine")).to_be_checked()


def test_nothing_moves_for_who_asked_for_that(shop: RunningShop, visit: Opener) -> None:
    widget = WidgetPage.alone(visit(reduced_motion="reduce"), shop.address, "ru")
    widget.ask("Сколько стоит доставка курьером в Казань?")
    running = (
        "document.getAnimations().filter((one) => one.effect.getComputedTiming().activeDuration > 0).length"
    )
    widget.draft.wait_for()
    assert widget.page.evaluate(running) == 0


def _tab_round(widget: WidgetPage) -> list[str]:
    """The accessible names that Tab passes, starting where the focus is."""
    name = "(at => (at.getAttribute('aria-label') || at.textContent || '').trim())(document.activeElement)"
    seen: list[str] = []
    for _ in range(30):
        widget.page.keyboard.press("Tab")
        seen.append(str(widget.page.evaluate(name)))
    return seen
