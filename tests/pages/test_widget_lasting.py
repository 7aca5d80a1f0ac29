"""Nothing is lost, nothing is shown twice: reloads, second tabs, lost networks, restarts, no websockets."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.pages.conftest import Opener
from tests.pages.shop_process import RunningShop, running_shop
from tests.pages.widget_page import WidgetPage

pytestmark = pytest.mark.pages

QUESTION = "Сколько стоит доставка курьером в Казань?"


def test_a_reload_in_the_middle_of_a_reply_shows_it_once_and_whole(shop: RunningShop, visit: Opener) -> None:
    widget = WidgetPage.alone(visit(), shop.address, "ru")
    widget.ask(QUESTION)
    expect(widget.draft).to_be_visible(timeout=15_000)
    widget.page.reload()
    expect(widget.replies).to_have_count(1, timeout=20_000)
    expect(widget.draft).to_have_count(0)
    expect(widget.own).to_have_count(1)
    expect(widget.replies.first).to_contain_text("Казань")


def test_a_reload_in_the_middle_of_a_reply_goes_on_with_what_was_written(
    shop: RunningShop, visit: Opener
) -> None:
    widget = WidgetPage.alone(visit(), shop.address, "ru")
    widget.ask(QUESTION)
    expect(widget.draft).to_contain_text("Казань", timeout=15_000)
    widget.page.reload()
    expect(widget.root.locator(".message.draft, .message.assistant[data-seq]").first).to_contain_text(
        "Казань"
    )


def test_a_second_tab_shows_everything_once_and_takes_part(shop: RunningShop, visit: Opener) -> None:
    context = visit()
    one = WidgetPage.alone(context, shop.address, "ru")
    one.ask_and_wait(QUESTION)
    other = WidgetPage.alone(context, shop.address, "ru")
    expect(other.replies).to_have_count(1)
    other.ask("Спасибо!")
    for tab in (one, other):
        expect(tab.own).to_have_count(2)
        expect(tab.own.last).to_contain_text("Спасибо!")
        expect(tab.root.locator(".delivery")).to_have_count(0)


def test_half_written_words_survive_a_reload(shop: RunningShop, visit: Opener) -> None:
    widget = WidgetPage.alone(visit(), shop.address, "ru")
    widget.box.fill("Я хотел спросить про")
    widget.page.reload()
    expect(widget.box).to_have_value("Я хотел спросить про")


def test_what_is_said_while_the_server_is_away_arrives_when_it_is_back(tmp_path: Path, visit: Opener) -> None:
    with running_shop(tmp_path) as shop:
        widget = WidgetPage.alone(visit(), shop.address, "ru")
        widget.ask_and_wait(QUESTION)
        shop.stop()
        widget.ask("А в Краснодар?")
        expect(widget.root.locator(".banner")).to_contain_text("восстанавливаем", timeout=10_000)
        expect(widget.own.last.locator(".delivery")).to_contain_text("отправим")
        shop.start()
        expect(widget.replies).to_have_count(2, timeout=60_000)
        expect(widget.own).to_have_count(2)
        expect(widget.root.locator(".delivery")).to_have_count(0)
        expect(widget.root.locator(".banner")).to_have_count(0)


def test_an_unsent_message_survives_a_reload_of_its_tab(tmp_path: Path, visit: Opener) -> None:
    with running_shop(tmp_path) as shop:
        widget = WidgetPage.alone(visit(), shop.address, "ru")
        widget.page.route(re.compile("/api/v1/session"), lambda route: route.abort())
        shop.stop()
        widget.ask("Это ещё не ушло")
        kept = widget.page.evaluate("sessionStorage.getItem('zabota.outbox')")
        assert "Это ещё не ушло" in kept
        shop.start()
        widget.page.unroute_all()
        widget.page.reload()
        expect(widget.own).to_have_count(1, timeout=20_000)
        expect(widget.own.first.locator(".delivery")).to_have_count(0, timeout=20_000)


def test_without_websockets_the_conversation_goes_on_over_plain_requests(
    shop: RunningShop, visit: Opener
) -> None:
    context = visit()
    context.route_web_socket(re.compile("/ws/v1/customer"), _refuse)
    page = context.new_page()
    page.goto(f"{shop.address}/widget?lang=ru")
    widget = WidgetPage(page, page)
    widget.box.fill(QUESTION)
    widget.box.press("Enter")
    expect(widget.replies).to_have_count(1, timeout=30_000)
    expect(widget.own).to_have_count(1)
    expect(widget.root.locator(".banner")).to_have_count(0)


def test_a_browser_without_network_says_so_quietly(shop: RunningShop, visit: Opener) -> None:
    context = visit()
    widget = WidgetPage.alone(context, shop.address, "en")
    context.set_offline(True)
    expect(widget.root.locator(".banner")).to_contain_text("You are offline")
    context.set_offline(False)
    expect(widget.root.locator(".banner")).to_have_count(0, timeout=10_000)


def test_a_secret_that_the_server_does_not_know_starts_a_new_conversation(
    shop: RunningShop, visit: Opener
) -> None:
    widget = WidgetPage.alone(visit(), shop.address, "ru")
    widget.ask_and_wait(QUESTION)
    _forget(widget.page)
    widget.page.reload()
    widget.is_ready()
    expect(widget.replies).to_have_count(0)
    expect(widget.root.locator(".starters")).to_be_visible()


def _refuse(socket: WebSocketRoute) -> None:
    socket.close(code=1011)


def _forget(page: Page) -> None:
    page.evaluate("localStorage.setItem('zabota.secret', 'not-a-secret-of-this-server')")
