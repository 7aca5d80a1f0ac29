"""The editor: find, write, publish, take down, and see what a customer would be answered."""

import re
import uuid

import pytest
from playwright.sync_api import Page, expect

from tests.pages.conftest import Opener
from tests.pages.console_page import DESKTOP, PHONE, sign_in
from tests.pages.shop_process import RunningShop
from tests.pages.widget_page import WidgetPage

pytestmark = pytest.mark.pages


def _editor(
    visit: Opener, shop: RunningShop, session: tuple[str, str], size: dict[str, int] = DESKTOP
) -> Page:
    context = visit(viewport=size)
    sign_in(context, shop.address, session)
    page = context.new_page()
    page.goto(f"{shop.address}/articles")
    expect(page.locator(".topic").first).to_be_visible(timeout=20_000)
    return page


def _write(page: Page, title: str, body: str) -> None:
    page.locator(".list-count .button").click()
    page.locator("#article-title").fill(title)
    page.locator("#article-section").select_option("products")
    page.locator(".half.write textarea").fill(body)


def test_a_published_change_is_answered_from_within_five_seconds(
    shop: RunningShop, operator_session: tuple[str, str], visit: Opener
) -> None:
    page = _editor(visit, shop, operator_session)
    name = f"кварцолит {uuid.uuid4().hex[:5]}"
    _write(
        page,
        f"Уход за изделиями: {name}",
        f"## Как чистить {name}\n\nЧистить {name} нужно раз в 47 дней тёплой водой.",
    )
    expect(page.locator("#article-id")).to_have_value(re.compile(r"^uhod-za-izdeliyami-kvartsolit"))
    page.locator(".editor-actions .primary").click()
    expect(page.locator(".outcome.good")).to_be_visible(timeout=10_000)
    expect(page.locator(".editor-state .tag.published")).to_be_visible()
    widget = WidgetPage.alone(visit(), shop.address, "ru")
    page.wait_for_timeout(4_000)
    expect(widget.ask_and_wait(f"Как часто нужно чистить {name}?")).to_contain_text("47 дней")
    page.locator(".half.write textarea").fill(
        f"## Как чистить {name}\n\nЧистить {name} нужно раз в 53 дня тёплой водой."
    )
    page.locator(".editor-actions .primary").click()
    expect(page.locator(".outcome.good")).to_be_visible(timeout=10_000)
    page.wait_for_timeout(4_000)
    again = WidgetPage.alone(visit(), shop.address, "ru")
    answer = again.ask_and_wait(f"Как часто нужно чистить {name}?")
    expect(answer).to_contain_text("53 дня")
    expect(answer).not_to_contain_text("47 дней")
    page.locator(".editor-actions .quiet").click()
    page.locator("dialog .danger").click()
    expect(page.locator(".editor-state .tag.unpublished")).to_be_visible(timeout=10_000)


def test_a_draft_is_kept_apart_from_what_customers_read(
    shop: RunningShop, operator_session: tuple[str, str], visit: Opener
) -> None:
    page = _editor(visit, shop, operator_session)
    page.locator(".topic-title").first.click()
    text = page.locator(".half.write textarea")
    expect(text).not_to_have_value("", timeout=10_000)
    text.press("End")
    text.fill(f"{text.input_value()}\n\nДобавлено {uuid.uuid4().hex[:5]}.")
    page.keyboard.press("Control+s")
    expect(page.locator(".editor-state .tag.changed")).to_be_visible(timeout=10_000)
    expect(page.locator(".editor-state .tag.published")).to_be_visible()
    expect(page.locator(".topic.current .tag.changed")).to_be_visible()


def test_the_preview_shows_markdown_and_never_runs_what_is_written(
    shop: RunningShop, operator_session: tuple[str, str], visit: Opener
) -> None:
    page = _editor(visit, shop, operator_session)
    _write(
        page,
        "Проверка",
        "## Часть\n\n| а | б |\n|---|---|\n| 1 | 2 |\n\n<img src=x onerror=\"document.title='взлом'\">",
    )
    preview = page.locator(".half.preview")
    expect(preview.locator("h3, h4").first).to_have_text("Часть")
    expect(preview.locator("td")).to_have_count(2)
    expect(preview.locator("img")).to_have_count(0)
    assert page.title().startswith("Статьи")


def test_leaving_with_unsaved_changes_is_asked_about(
    shop: RunningShop, operator_session: tuple[str, str], visit: Opener
) -> None:
    page = _editor(visit, shop, operator_session)
    _write(page, "Не сохранено", "Текст")
    page.locator(".topic-title").first.click()
    expect(page.locator("dialog[open]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#article-title")).to_have_value("Не сохранено")
    page.locator(".topic-title").first.click()
    page.locator("dialog .danger").click()
    expect(page.locator("#article-title")).not_to_have_value("Не сохранено", timeout=10_000)


def test_an_unfinished_article_says_what_is_missing(
    shop: RunningShop, operator_session: tuple[str, str], visit: Opener
) -> None:
    page = _editor(visit, shop, operator_session)
    page.locator(".list-count .button").click()
    page.locator(".editor-actions .primary").click()
    expect(page.locator(".editor .wrong")).to_have_count(4)
    expect(page.locator("#article-title")).to_have_attribute("aria-invalid", "true")


def test_sections_are_named_in_the_readers_language_and_a_new_one_can_be_written(
    shop: RunningShop, operator_session: tuple[str, str], visit: Opener
) -> None:
    page = _editor(visit, shop, operator_session)
    page.locator(".topic-title").first.click()
    section = page.locator("#article-section")
    expect(section).to_have_value("about", timeout=10_000)
    expect(section.locator("option:checked")).to_have_text("О магазине")
    expect(page.locator("#article-section-name")).to_have_count(0)
    section.select_option(label="Новый раздел…")
    name = page.locator("#article-section-name")
    expect(name).to_be_focused()
    name.fill("about us")
    name.blur()
    expect(name).to_have_value("about us")
    name.fill("доставка")
    name.blur()
    expect(section).to_have_value("delivery")
    expect(name).to_have_count(0)


def test_the_list_is_searched_and_shows_both_languages_of_a_topic(
    shop: RunningShop, operator_session: tuple[str, str], visit: Opener
) -> None:
    page = _editor(visit, shop, operator_session)
    everything = page.locator(".topic").count()
    assert everything >= 30
    page.locator("input[type=search]").fill("курьер")
    expect(page.locator(".topic")).not_to_have_count(everything, timeout=10_000)
    topic = page.locator(".topic").first
    expect(topic.locator(".in-lang")).to_have_count(2)
    topic.locator(".in-lang", has_text="EN").click()
    expect(page.locator("#article-title")).to_have_attribute("lang", "en", timeout=10_000)
    page.locator("input[type=search]").fill("такого слова здесь нет")
    expect(page.locator(".nothing")).to_be_visible(timeout=10_000)
    page.locator(".nothing .button").click()
    expect(page.locator(".topic")).to_have_count(everything, timeout=10_000)


def test_a_question_can_be_tried_before_a_customer_asks_it(
    shop: RunningShop, operator_session: tuple[str, str], visit: Opener
) -> None:
    page = _editor(visit, shop, operator_session)
    page.locator(".ask textarea").fill("Сколько стоит доставка курьером в Казань?")
    page.locator(".ask textarea").press("Enter")
    expect(page.locator(".would-say")).to_contain_text("520", timeout=20_000)
    passage = page.locator(".passages li").first
    expect(passage).to_be_visible()
    expect(passage.locator(".prose")).not_to_contain_text(re.compile(r"\*\*|\|--|^#", re.MULTILINE))
    passage.locator(".passage-title").click()
    expect(page.locator(".editor")).to_be_visible(timeout=10_000)
    page.locator(".ask textarea").fill("Хрямбозавр шмурдычит ли квазилямбду?")
    page.locator(".ask textarea").press("Enter")
    expect(page.locator(".no-answer")).to_be_visible(timeout=20_000)


def test_on_a_phone_text_and_preview_take_turns(
    shop: RunningShop, operator_session: tuple[str, str], visit: Opener
) -> None:
    page = _editor(visit, shop, operator_session, PHONE)
    page.locator(".topic-title").first.click()
    expect(page.locator(".half.write textarea")).to_be_visible(timeout=10_000)
    expect(page.locator(".half.preview")).to_be_hidden()
    page.locator(".tabs [role=tab]").nth(1).click()
    expect(page.locator(".half.preview")).to_be_visible()
    expect(page.locator(".half.write")).to_be_hidden()
    page.locator(".editor-head .back").click()
    expect(page.locator(".topic").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
