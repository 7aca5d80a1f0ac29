"""A customer talks with the assistant: disclosure, streamed answers, sources, orders, thumbs, stopping."""

import re

import pytest
from playwright.sync_api import expect

from tests.pages.conftest import Opener
from tests.pages.shop_process import RunningShop
from tests.pages.widget_page import WidgetPage

pytestmark = pytest.mark.pages

TALKS = {
    "ru": (
        "ИИ-ассистент",
        "не человек",
        "Сколько стоит доставка курьером в Казань?",
        "Казань",
        "Позвать человека",
    ),
    "en": (
        "AI assistant",
        "not a person",
        "How much does delivery to Kazan cost?",
        "Kazan",
        "Talk to a person",
    ),
}


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_a_first_question_gets_a_streamed_answer_with_its_sources(
    shop: RunningShop, visit: Opener, lang: str
) -> None:
    label, disclosure, question, city, person = TALKS[lang]
    widget = WidgetPage.alone(visit(), shop.address, lang)
    expect(widget.root.locator(".disclosure")).to_contain_text(disclosure)
    expect(widget.person_button).to_have_text(re.compile(person))
    widget.ask(question)
    expect(widget.draft).to_be_visible(timeout=15_000)
    expect(widget.draft.locator(".author")).to_contain_text(label)
    answer = widget.replies.first
    expect(answer).to_contain_text(city, timeout=20_000)
    expect(widget.draft).to_have_count(0)
    expect(answer).to_have_attribute("data-ai", "true")
    expect(answer.locator(".chip").first).to_be_visible()


def test_a_source_opens_inside_the_widget_and_gives_the_focus_back(shop: RunningShop, visit: Opener) -> None:
    widget = WidgetPage.alone(visit(), shop.address, "ru")
    chip = widget.ask_and_wait("Сколько стоит доставка курьером в Казань?").locator(".chip").first
    chip.click()
    article = widget.root.locator(".view article")
    expect(article.locator("table").first).to_be_visible(timeout=10_000)
    expect(widget.person_button).to_be_visible()
    widget.page.keyboard.press("Escape")
    expect(article).to_have_count(0)
    expect(chip).to_be_focused()


def test_a_link_between_articles_opens_the_other_one(shop: RunningShop, visit: Opener) -> None:
    widget = WidgetPage.alone(visit(), shop.address, "en")
    widget.root.locator(".menu .tool").click()
    widget.root.get_by_role("menuitem", name="Help pages").click()
    widget.root.get_by_role("searchbox").fill("courier")
    widget.root.locator(".titles button").first.click()
    title = widget.root.locator(".view article > h3")
    first = title.inner_text()
    widget.root.locator(".view article .link").first.click()
    expect(title).not_to_have_text(first)
    widget.root.get_by_role("button", name="Back").click()
    expect(title).to_have_text(first)


def test_a_reply_that_is_being_written_can_be_stopped(shop: RunningShop, visit: Opener) -> None:
    widget = WidgetPage.alone(visit(), shop.address, "ru")
    widget.ask("Сколько стоит доставка курьером в Казань?")
    expect(widget.draft).to_be_visible(timeout=15_000)
    widget.root.get_by_role("button", name="Остановить ответ").click()
    expect(widget.notices.last).to_have_text("Вы остановили ответ")
    expect(widget.draft).to_have_count(0)
    widget.page.wait_for_timeout(1_500)
    expect(widget.replies).to_have_count(0)


def test_an_order_is_shown_as_a_card_to_who_proves_to_own_it(shop: RunningShop, visit: Opener) -> None:
    widget = WidgetPage.alone(visit(), shop.address, "ru")
    answer = widget.ask_and_wait("Где мой заказ KL-10427? Почта anna@example.ru")
    card = answer.locator(".order")
    expect(card).to_contain_text("Заказ KL-10427")
    expect(card).to_contain_text("KLV100427001")


def test_a_thumb_is_kept_and_can_be_changed(shop: RunningShop, visit: Opener) -> None:
    widget = WidgetPage.alone(visit(), shop.address, "en")
    answer = widget.ask_and_wait("How much does delivery to Kazan cost?")
    up, down = (
        answer.get_by_role("button", name="Helpful reply", exact=True),
        answer.get_by_role("button", name="Unhelpful reply"),
    )
    up.click()
    expect(up).to_have_attribute("aria-pressed", "true")
    down.click()
    expect(down).to_have_attribute("aria-pressed", "true")
    widget.page.reload()
    expect(down).to_have_attribute("aria-pressed", "true", timeout=15_000)
    expect(up).to_have_attribute("aria-pressed", "false")


def test_a_starter_question_is_sent_by_one_press(shop: RunningShop, visit: Opener) -> None:
    widget = WidgetPage.alone(visit(), shop.address, "en")
    widget.root.get_by_role("button", name="How can I pay?").click()
    expect(widget.own).to_have_count(1)
    expect(widget.replies.first).to_be_visible(timeout=20_000)


def test_enter_sends_and_shift_enter_breaks_the_line(shop: RunningShop, visit: Opener) -> None:
    widget = WidgetPage.alone(visit(), shop.address, "en")
    widget.box.fill("one")
    widget.box.press("Shift+Enter")
    widget.box.press_sequentially("two")
    expect(widget.own).to_have_count(0)
    widget.box.press("Enter")
    expect(widget.own.first).to_contain_text("one\ntwo")
    expect(widget.box).to_have_value("")


def test_a_message_over_the_limit_is_counted_and_not_sent(shop: RunningShop, visit: Opener) -> None:
    widget = WidgetPage.alone(visit(), shop.address, "en")
    widget.box.fill("a" * 3_990)
    expect(widget.root.locator("#left")).to_have_text("10 characters left")
    widget.box.fill("a" * 4_001)
    expect(widget.root.locator("#left")).to_have_text("1 character too many")
    expect(widget.root.get_by_role("button", name="Send")).to_be_disabled()


def test_markup_in_a_message_is_shown_as_it_was_typed(shop: RunningShop, visit: Opener) -> None:
    widget = WidgetPage.alone(visit(), shop.address, "en")
    widget.ask("<img src=x onerror=alert(1)> <b>hi</b> javascript:alert(1)")
    expect(widget.own.first).to_contain_text("<img src=x onerror=alert(1)> <b>hi</b> javascript:alert(1)")
    expect(widget.own.first.locator("img, b, a")).to_have_count(0)
