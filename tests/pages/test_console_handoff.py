"""A customer is handed to a person and back: the widget in one browser, the console in another."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from tests.pages.conftest import OPERATOR, Opener
from tests.pages.console_page import DESKTOP, PHONE, ConsolePage
from tests.pages.shop_process import RunningShop
from tests.pages.widget_page import WidgetPage

pytestmark = pytest.mark.pages

WORDS = {
    "ru": (
        "Сколько стоит доставка курьером в Казань?",
        "Позовите человека, пожалуйста",
        "Просит человека",
        "RU",
    ),
    "en": (
        "How much does delivery to Kazan cost?",
        "I want to talk to a person",
        "Asked for a person",
        "EN",
    ),
}


def unique(words: str) -> str:
    """Words that no other test says."""
    return f"{words} {uuid.uuid4().hex[:6]}"


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_a_person_takes_over_with_the_whole_story_in_hand(
    shop: RunningShop, operator_session: tuple[str, str], visit: Opener, lang: str
) -> None:
    question, request, reason, tag = WORDS[lang]
    console = ConsolePage.opened(visit(viewport=DESKTOP), shop.address, operator_session, lang)
    widget = WidgetPage.alone(visit(), shop.address, lang)
    widget.ask_and_wait(question)
    widget.ask(request)
    row = console.page.locator(".section.waiting .row").last
    expect(row).to_contain_text(reason, timeout=20_000)
    expect(row.locator(".lang-tag")).to_have_text(tag)
    expect(row.locator(".row-clock")).to_have_text(re.compile(r"^\d+:\d\d"))
    expect(console.page).to_have_title(re.compile(r"^\(\d+\) "))
    console.claim_by_words(question)
    expect(console.packet).to_contain_text(reason)
    expect(console.packet.locator("blockquote")).to_contain_text(question)
    expect(console.packet.locator(".tried summary")).to_contain_text("1")
    expect(console.page.locator(".bubble.assistant")).not_to_have_count(0)

    console.say("Здравствуйте! Уже смотрю.")
    reply = widget.root.locator(".message.operator")
    expect(reply).to_contain_text("Уже смотрю", timeout=5_000)
    expect(reply).to_contain_text(OPERATOR)
    expect(console.page.locator(".delivered.seen")).to_be_visible(timeout=10_000)
    widget.box.press_sequentially("Спа")
    expect(console.page.locator(".typing")).not_to_have_text("")
    thanks = unique("Спасибо")
    widget.ask(thanks)
    expect(console.said(thanks)).to_be_visible(timeout=5_000)


def test_notes_are_seen_by_operators_alone_and_drafts_survive_a_reload(
    shop: RunningShop, operator_session: tuple[str, str], visit: Opener
) -> None:
    console = ConsolePage.opened(visit(viewport=DESKTOP), shop.address, operator_session)
    widget = WidgetPage.alone(visit(), shop.address, "ru")
    request = unique("Позовите человека")
    widget.ask(request)
    console.claim_by_words(request)
    secret = unique("Проверить на складе")
    console.note(secret)
    expect(console.page.locator(".bubble.note").filter(has_text=secret)).to_be_visible()
    expect(console.page.locator(".context .note-card").filter(has_text=secret)).to_be_visible()
    console.page.locator("#tab-reply").click()
    console.field.fill("недописанный ответ")
    console.page.locator("#tab-note").click()
    console.field.fill("недописанная заметка")
    console.page.reload()
    expect(console.field).to_have_value("недописанный ответ", timeout=20_000)
    expect(console.page.locator("#tab-note .draft-mark")).to_be_visible()
    console.page.locator("#tab-note").click()
    expect(console.field).to_have_value("недописанная заметка")
    console.say("Ответ клиенту")
    expect(widget.root.locator(".message.operator")).to_have_count(1, timeout=10_000)
    assert secret not in widget.root.locator("body").inner_text()


def test_the_assistant_goes_on_after_the_return_and_the_customer_rates(
    shop: RunningShop, operator_session: tuple[str, str], visit: Opener
) -> None:
    console = ConsolePage.opened(visit(viewport=DESKTOP), shop.address, operator_session)
    widget = WidgetPage.alone(visit(), shop.address, "ru")
    request = unique("Позовите человека")
    widget.ask(request)
    console.claim_by_words(request)
    console.say("Передаю ассистенту")
    expect(widget.root.locator(".message.operator")).to_be_visible(timeout=10_000)
    console.page.locator(".talk-actions > .wide-only").click()
    expect(console.page.locator(".talk-status.bot")).to_be_visible(timeout=10_000)
    expect(console.field).to_have_count(0)
    answer = widget.ask_and_wait("Сколько стоит доставка курьером в Казань?")
    expect(answer).to_contain_text("520")
    console.claim()
    console.resolve()
    expect(console.page.locator(".toast")).to_be_visible(timeout=10_000)
    expect(widget.root.locator(".rating")).to_be_visible(timeout=10_000)


def test_a_conversation_taken_again_does_not_open_the_list_of_outcomes(
    shop: RunningShop, operator_session: tuple[str, str], visit: Opener
) -> None:
    console = ConsolePage.opened(visit(viewport=DESKTOP), shop.address, operator_session)
    request = unique("Позовите человека")
    WidgetPage.alone(visit(), shop.address, "ru").ask(request)
    console.claim_by_words(request)
    keys = console.page.keyboard
    keys.press("Escape")
    keys.press("e")
    expect(console.page.get_by_role("menu")).to_be_visible()
    keys.press("Escape")
    expect(console.page.get_by_role("menu")).to_have_count(0)
    console.page.locator(".talk-actions > .wide-only").click()
    expect(console.page.locator(".talk-status.bot")).to_be_visible(timeout=10_000)
    toast = console.page.locator(".toast").filter(has_text="отвечает ассистент")
    expect(toast).to_be_visible()
    console.claim()
    expect(console.page.get_by_role("menu")).to_have_count(0)
    expect(toast).to_have_count(0, timeout=1_000)
    keys.press("Escape")
    keys.press("e")
    expect(console.page.get_by_role("menu")).to_be_visible()
    # A focus that moves elsewhere takes the menu with it.
    console.field.focus()
    expect(console.page.get_by_role("menu")).to_have_count(0)


@pytest.mark.parametrize("viewport", [DESKTOP, {"width": 1280, "height": 600}, PHONE])
def test_a_long_reply_leaves_the_way_to_send_it_and_the_conversation_in_sight(
    shop: RunningShop, operator_session: tuple[str, str], visit: Opener, viewport: dict[str, int]
) -> None:
    console = ConsolePage.opened(visit(viewport=viewport), shop.address, operator_session)
    widget = WidgetPage.alone(visit(), shop.address, "ru")
    widget.ask_and_wait("Сколько стоит доставка курьером в Казань?")
    request = unique("Позовите человека " + "оченьдлинноеслово" * 12)
    widget.ask(request)
    console.claim_by_words(request[-6:])
    body = console.page.locator(".packet-body")
    assert body.evaluate("body => body.scrollWidth <= body.clientWidth")
    console.field.fill("длинный ответ " * 200)
    expect(body).to_have_count(0)
    send = console.page.locator(".button.send")
    expect(send).to_be_in_viewport(ratio=1)
    assert console.page.locator(".transcript-frame").evaluate("frame => frame.clientHeight") >= 96
    # Unfolded beside the long reply the packet gives way, and nothing scrolls the page.
    console.page.locator(".packet-head").click()
    expect(send).to_be_in_viewport(ratio=1)
    assert console.page.evaluate("document.scrollingElement.scrollHeight <= innerHeight")
    assert console.page.locator("#talk").evaluate("talk => talk.scrollHeight <= talk.clientHeight")


def test_the_console_works_on_a_phone_one_pane_at_a_time(
    shop: RunningShop, operator_session: tuple[str, str], visit: Opener
) -> None:
    console = ConsolePage.opened(visit(viewport=PHONE), shop.address, operator_session)
    widget = WidgetPage.alone(visit(), shop.address, "ru")
    request = unique("Позовите человека")
    widget.ask(request)
    console.claim_by_words(request)
    expect(console.page.locator(".queue")).to_be_hidden()
    console.say("Отвечаю с телефона")
    expect(widget.root.locator(".message.operator")).to_contain_text("с телефона", timeout=10_000)
    console.page.locator(".context-button").click()
    expect(console.page.locator(".context .facts").first).to_be_visible()
    expect(console.field).to_be_hidden()
    console.page.go_back()
    expect(console.page.locator(".queue")).to_be_visible()
    width = console.page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"]
