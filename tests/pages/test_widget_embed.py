"""One script tag on any page: launcher, unread count, full screen on a phone, no ear for strangers."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.pages.conftest import Opener
from tests.pages.operator_desk import OperatorDesk
from tests.pages.shop_process import RunningShop
from tests.pages.widget_page import WidgetPage

pytestmark = pytest.mark.pages

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
LAUNCHER = "#zabota-launcher"
FRAME = "#zabota-frame"


def demo(visit: Opener, shop: RunningShop, size: dict[str, int], lang: str = "ru") -> Page:
    page = visit(viewport=size).new_page()
    page.goto(f"{shop.address}/demo?lang={lang}")
    page.locator(LAUNCHER).wait_for()
    return page


@pytest.mark.parametrize(("lang", "name"), [("ru", "Клевер"), ("en", "Clover")])
def test_the_demo_shop_embeds_the_chat_from_another_origin(
    shop: RunningShop, visit: Opener, lang: str, name: str
) -> None:
    page = demo(visit, shop, DESKTOP, lang)
    widget = WidgetPage.in_shop(page)
    assert page.locator(FRAME).get_attribute("src", timeout=1_000) is not None
    assert f"localhost:{shop.port}" in str(page.locator(FRAME).get_attribute("src"))
    expect(widget.root.locator(".top h1")).to_have_text(name)
    widget.ask_and_wait("Как можно оплатить?" if lang == "ru" else "How can I pay?")


def test_the_box_has_its_height_though_the_chat_was_loaded_out_of_sight(
    shop: RunningShop, visit: Opener
) -> None:
    page = demo(visit, shop, DESKTOP)
    page.locator(LAUNCHER).hover()
    frame = page.frame_locator(FRAME)
    frame.locator("#write").wait_for(state="attached")
    page.wait_for_timeout(500)
    widget = WidgetPage.in_shop(page)
    expect(widget.box).to_be_visible()
    box = widget.box.bounding_box()
    assert box is not None and box["height"] >= 20


def test_a_long_answer_is_read_from_its_beginning(shop: RunningShop, visit: Opener) -> None:
    page = visit(viewport={"width": 390, "height": 420}).new_page()
    page.goto(f"{shop.address}/widget?lang=ru")
    widget = WidgetPage(page, page)
    widget.is_ready()
    answer = widget.ask_and_wait("Как оформить возврат товара?")
    page.wait_for_timeout(400)
    question, view = widget.own.last.bounding_box(), page.locator(".scroller").bounding_box()
    start = answer.bounding_box()
    assert question is not None and view is not None and start is not None
    assert start["y"] >= view["y"], "the first line of the answer is in view"


def test_escape_closes_the_chat_and_gives_the_focus_back(shop: RunningShop, visit: Opener) -> None:
    page = demo(visit, shop, DESKTOP)
    page.locator(LAUNCHER).focus()
    page.keyboard.press("Enter")
    widget = WidgetPage(page, page.frame_locator(FRAME))
    expect(widget.box).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(FRAME)).to_be_hidden()
    expect(page.locator(LAUNCHER)).to_be_focused()
    expect(page.locator(LAUNCHER)).to_have_attribute("aria-expanded", "false")


def test_an_answer_that_comes_while_the_chat_is_closed_is_counted(
    shop: RunningShop, operator_session: tuple[str, str], visit: Opener
) -> None:
    with OperatorDesk(shop.address, operator_session) as desk:
        page = demo(visit, shop, DESKTOP)
        widget = WidgetPage.in_shop(page)
        widget.person_button.click()
        stream = desk.take()
        expect(widget.root.locator(".top .who")).to_contain_text("оператор")
        page.locator(LAUNCHER).click()
        desk.say(stream, "Здравствуйте!")
        desk.say(stream, "Чем помочь?")
        expect(page.locator(LAUNCHER)).to_have_attribute("aria-label", "Открыть чат: 2 новых сообщения")
        page.reload()
        expect(page.locator(LAUNCHER)).to_have_attribute("aria-label", "Открыть чат: 2 новых сообщения")
        page.locator(LAUNCHER).click()
        expect(widget.root.locator(".message.operator[data-seq]")).to_have_count(2)
        page.locator(LAUNCHER).click()
        expect(page.locator(LAUNCHER)).to_have_attribute("aria-label", "Открыть чат")


def test_on_a_phone_the_chat_fills_the_screen(shop: RunningShop, visit: Opener) -> None:
    page = demo(visit, shop, PHONE)
    widget = WidgetPage.in_shop(page)
    box = page.locator(FRAME).bounding_box()
    assert box == {"x": 0, "y": 0, **PHONE}
    expect(page.locator(LAUNCHER)).to_be_hidden()
    expect(widget.person_button).to_be_visible()
    assert widget.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    widget.root.get_by_role("button", name="Закрыть чат").click()
    expect(page.locator(LAUNCHER)).to_be_visible()


def test_messages_of_strangers_are_ignored(shop: RunningShop, visit: Opener) -> None:
    page = demo(visit, shop, DESKTOP)
    WidgetPage.in_shop(page)
    page.evaluate("window.postMessage({zabota: 1, type: 'unread', count: 99}, '*')")
    page.evaluate("window.postMessage({zabota: 1, type: 'close'}, '*')")
    page.wait_for_timeout(300)
    expect(page.locator(FRAME)).to_be_visible()
    expect(page.locator(LAUNCHER)).to_have_attribute("aria-label", "Закрыть чат")


def test_before_the_first_click_the_shop_page_loads_nothing_but_the_loader(
    shop: RunningShop, visit: Opener
) -> None:
    page = visit(viewport=DESKTOP).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{shop.address}/demo?lang=en")
    page.locator(LAUNCHER).wait_for()
    page.wait_for_timeout(500)
    assert [url for url in asked if re.search(r"/widget|/api/|/ws/", url)] == []
