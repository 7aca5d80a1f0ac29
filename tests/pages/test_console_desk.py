"""The desk itself: keyboard, connection, callbacks, presence and language."""

import uuid

import pytest
from playwright.sync_api import expect

from tests.pages.conftest import Opener
from tests.pages.console_page import DESKTOP, ConsolePage
from tests.pages.shop_process import RunningShop
from tests.pages.widget_page import WidgetPage

pytestmark = pytest.mark.pages


def _asking(visit: Opener, shop: RunningShop, lang: str = "ru") -> str:
    widget = WidgetPage.alone(visit(), shop.address, lang)
    words = f"{'Позовите человека' if lang == 'ru' else 'I want to talk to a person'} {uuid.uuid4().hex[:6]}"
    widget.ask(words)
    return words


def test_everything_is_within_reach_of_the_keyboard(
    shop: RunningShop, operator_session: tuple[str, str], visit: Opener
) -> None:
    console = ConsolePage.opened(visit(viewport=DESKTOP), shop.address, operator_session)
    words = _asking(visit, shop)
    keys = console.page.keyboard
    expect(console.page.locator(".section.waiting .row").last).to_be_visible(timeout=20_000)
    keys.press("?")
    expect(console.page.locator("dialog[open] .keys")).to_be_visible()
    keys.press("Escape")
    expect(console.page.locator("dialog[open]")).to_have_count(0)
    keys.press("j")
    first = console.page.url
    expect(console.page.locator(".row-open[aria-current]")).to_have_count(1)
    keys.press("j")
    keys.press("k")
    assert console.page.url == first
    conversation = console.claim_by_words(words)
    expect(console.field).to_be_focused()
    keys.type("jkc")
    expect(console.field).to_have_value("jkc")
    keys.press("Escape")
    keys.press("n")
    keys.type("в заметку")
    expect(console.field).to_have_value("в заметку")
    expect(console.page.locator("#tab-note")).to_have_attribute("aria-selected", "true")
    keys.press("Escape")
    keys.press("r")
    expect(console.field).to_have_value("jkc")
    keys.press("Escape")
    keys.press("e")
    expect(console.page.get_by_role("menu")).to_be_visible()
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(console.page.locator(f'.section.mine [data-conversation="{conversation}"]')).to_have_count(0)


def test_words_written_without_a_connection_arrive_once_when_it_is_back(
    shop: RunningShop, operator_session: tuple[str, str], visit: Opener
) -> None:
    console = ConsolePage.opened(visit(viewport=DESKTOP), shop.address, operator_session)
    widget = WidgetPage.alone(visit(), shop.address, "ru")
    words = f"Позовите человека {uuid.uuid4().hex[:6]}"
    widget.ask(words)
    console.claim_by_words(words)
    console.page.route("**/api/v1/me", lambda route: route.abort())
    console.page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(console.page.locator(".link-banner .lost")).to_be_visible(timeout=10_000)
    console.say("написано без связи")
    expect(console.page.locator(".bubble.unsent")).to_have_count(1)
    console.page.unroute("**/api/v1/me")
    expect(console.page.locator(".bubble.unsent")).to_have_count(0, timeout=40_000)
    expect(console.said("написано без связи")).to_have_count(1)
    expect(widget.root.locator(".message.operator").filter(has_text="без связи")).to_have_count(1)


def test_a_promised_callback_is_seen_and_kept(
    shop: RunningShop, operator_session: tuple[str, str], visit: Opener
) -> None:
    console = ConsolePage.opened(visit(viewport=DESKTOP), shop.address, operator_session)
    console.go("offline")
    widget = WidgetPage.alone(visit(), shop.address, "ru")
    name = uuid.uuid4().hex[:8]
    asked, email = f"Сколько стоит доставка, {name}?", f"{name}@example.com"
    widget.ask_and_wait(asked)
    widget.person_button.click()
    widget.root.locator("input[type=email]").fill(email, timeout=20_000)
    widget.root.locator("form.contact button[type=submit]").click()
    console.find(asked)
    expect(console.page.locator(".context .facts").first).to_contain_text(email, timeout=10_000)
    done = console.page.locator(".talk-actions .button", has_text="Ответили")
    expect(console.page.locator(".talk-status")).to_contain_text("Ждёт ответа")
    done.click()
    expect(done).to_have_count(0, timeout=10_000)


def test_one_language_alone_can_be_shown_and_the_page_speaks_both(
    shop: RunningShop, operator_session: tuple[str, str], visit: Opener
) -> None:
    console = ConsolePage.opened(visit(viewport=DESKTOP), shop.address, operator_session)
    _asking(visit, shop, "en")
    english = console.page.locator(".section.waiting .lang-tag", has_text="EN")
    expect(english.last).to_be_visible(timeout=20_000)
    console.page.locator(".queue-filter button").nth(1).click()
    expect(english).to_have_count(0)
    console.page.locator(".queue-filter button").nth(0).click()
    console.page.locator(".languages [lang=en]").click()
    expect(console.page.locator("html")).to_have_attribute("lang", "en")
    expect(console.page.locator(".section.waiting h2")).to_contain_text("Waiting")
    console.page.reload()
    expect(console.page.locator(".section.waiting h2")).to_contain_text("Waiting", timeout=20_000)


def test_sound_and_notifications_stay_off_until_they_are_switched_on(
    shop: RunningShop, operator_session: tuple[str, str], visit: Opener
) -> None:
    console = ConsolePage.opened(visit(viewport=DESKTOP), shop.address, operator_session)
    console.page.locator(".queue-tools .button.icon").click()
    sound, desktop = (console.page.get_by_role("switch").nth(at) for at in (0, 1))
    expect(sound).to_have_attribute("aria-checked", "false")
    expect(desktop).to_have_attribute("aria-checked", "false")
    sound.click()
    expect(sound).to_have_attribute("aria-checked", "true")
    console.page.reload()
    console.page.locator(".queue-tools .button.icon").click(timeout=20_000)
    expect(console.page.get_by_role("switch").first).to_have_attribute("aria-checked", "true")
