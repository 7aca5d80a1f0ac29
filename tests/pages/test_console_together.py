"""Two operators at one desk: one of them is first, conversations change hands, nobody's words are lost."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from tests.pages.conftest import Opener
from tests.pages.console_page import DESKTOP, ConsolePage, invite_link
from tests.pages.shop_process import RunningShop
from tests.pages.widget_page import WidgetPage

pytestmark = pytest.mark.pages

COLLEAGUE = "Коллега Демо"


def _colleague(visit: Opener, shop: RunningShop, session: tuple[str, str]) -> tuple[ConsolePage, str]:
    link = invite_link(visit(), shop.address, session)
    name = f"{COLLEAGUE} {uuid.uuid4().hex[:4]}"
    context = visit(viewport=DESKTOP, locale="ru-RU")
    return ConsolePage.invited(context, link, name, f"{uuid.uuid4().hex[:8]}@example.com"), name


def _asking(visit: Opener, shop: RunningShop) -> tuple[WidgetPage, str]:
    widget = WidgetPage.alone(visit(), shop.address, "ru")
    words = f"Позовите человека {uuid.uuid4().hex[:6]}"
    widget.ask(words)
    return widget, words


def test_the_second_claim_is_told_who_was_first(
    shop: RunningShop, operator_session: tuple[str, str], visit: Opener
) -> None:
    first = ConsolePage.opened(visit(viewport=DESKTOP), shop.address, operator_session)
    second, _ = _colleague(visit, shop, operator_session)
    _, words = _asking(visit, shop)
    conversation = first.find(words)
    second.page.locator(f'[data-conversation="{conversation}"]').click(timeout=20_000)
    expect(second.said(words)).to_be_visible(timeout=20_000)
    # Both press the button they see, however soon the other's press is heard of.
    buttons = [
        console.page.locator(".talk-head .button.primary").element_handle() for console in (first, second)
    ]
    for button in buttons:
        button.evaluate("button => button.click()")
    for console in (first, second):
        expect(console.page.locator(".talk-status.assigned")).to_contain_text(
            re.compile("Ваш|Демо"), timeout=10_000
        )
    owners = [console.field.count() for console in (first, second)]
    assert sorted(owners) == [0, 1]
    loser = first if owners[0] == 0 else second
    expect(loser.page.locator(".talk-status.assigned")).to_contain_text("Демо")
    expect(loser.page.locator(".composer-lock")).to_contain_text("Демо")


def test_a_transfer_hands_over_and_keeps_the_draft(
    shop: RunningShop, operator_session: tuple[str, str], visit: Opener
) -> None:
    first = ConsolePage.opened(visit(viewport=DESKTOP), shop.address, operator_session)
    second, name = _colleague(visit, shop, operator_session)
    first.page.reload()
    expect(first.page.locator(".section").first).to_be_visible(timeout=20_000)
    widget, words = _asking(visit, shop)
    conversation = first.claim_by_words(words)
    first.field.fill("ответ, который не успел уйти")
    first.page.locator(".talk-actions .menu > button").first.click()
    first.page.get_by_role("menuitem", name=re.compile(re.escape(name))).click()
    expect(first.page.locator(".talk-status")).to_contain_text(name, timeout=10_000)
    expect(first.page.locator(".kept-draft")).to_contain_text("не успел уйти")
    given = second.page.locator(f'.section.mine [data-conversation="{conversation}"]')
    expect(given).to_be_visible(timeout=10_000)
    expect(second.page.locator(".toast")).to_be_visible()
    given.click()
    second.say("Здравствуйте, продолжу я.")
    expect(widget.root.locator(".message.operator")).to_contain_text("продолжу я", timeout=10_000)


def test_a_released_conversation_waits_again_with_its_story(
    shop: RunningShop, operator_session: tuple[str, str], visit: Opener
) -> None:
    first = ConsolePage.opened(visit(viewport=DESKTOP), shop.address, operator_session)
    _, words = _asking(visit, shop)
    conversation = first.claim_by_words(words)
    first.page.locator(".talk-actions .menu > button").first.click()
    first.page.get_by_role("menuitem", name="В очередь").click()
    waiting = first.page.locator(f'.section.waiting [data-conversation="{conversation}"]')
    expect(waiting).to_be_visible(timeout=10_000)
    expect(first.packet).to_be_visible()
    expect(first.page.locator(".history")).to_contain_text("Диалог теперь ведёте вы")


def test_a_word_that_came_too_late_is_shown_and_can_be_taken_back(
    shop: RunningShop, operator_session: tuple[str, str], visit: Opener
) -> None:
    """The same account in two tabs: one gives the conversation away while the other is cut off."""
    console = ConsolePage.opened(visit(viewport=DESKTOP), shop.address, operator_session)
    _, words = _asking(visit, shop)
    conversation = console.claim_by_words(words)
    other = console.page.context.new_page()
    other.goto(f"{shop.address}/console#{conversation}")
    expect(other.locator(".composer textarea")).to_be_visible(timeout=20_000)
    console.page.route("**/api/v1/me", lambda route: route.abort())
    console.page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(console.page.locator(".link-banner .lost")).to_be_visible(timeout=10_000)
    console.say("слово вдогонку")
    expect(console.page.locator(".bubble.unsent")).to_be_visible()
    other.locator(".talk-actions > .wide-only").click()
    expect(other.locator(".talk-status.bot")).to_be_visible(timeout=10_000)
    console.page.unroute("**/api/v1/me")
    refused = console.page.locator(".bubble.refused")
    expect(refused).to_contain_text("слово вдогонку", timeout=40_000)
    refused.locator(".link").click()
    expect(refused).to_have_count(0)
    expect(console.page.locator(".kept-draft")).to_contain_text("слово вдогонку")
