"""Changes of orders in two steps: the card says what will happen, its button makes it, once."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from tests.pages.change_card import ChangeWire, Frame, propose
from tests.pages.conftest import OPERATOR, Opener
from tests.pages.console_page import DESKTOP, ConsolePage
from tests.pages.operator_desk import OperatorDesk, first_operator
from tests.pages.shop_process import RunningShop, running_shop
from tests.pages.test_widget_access import violations
from tests.pages.widget_page import WidgetPage

pytestmark = pytest.mark.pages

OTHER_ADDRESS = ("change the address of KL-10440, emma@example.com", "12 Main Street, Apt 4, Boston, 02118")
EMMA = "KL-10440 emma@example.com, cancel the order"
EMMA_RU = "KL-10440 emma@example.com хочу отменить заказ"
PHONE = {"width": 390, "height": 844}
STATES = {"done": "Выполнено", "refused": "Не выполнено", "unclear": "Проверяет оператор"}


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningShop]:
    """A server of these tests' own: what they change stays changed. Only KL-10440 is never changed."""
    with running_shop(tmp_path_factory.mktemp("changes")) as shop:
        yield shop


@pytest.fixture(scope="module")
def operator(orders: RunningShop) -> tuple[str, str]:
    """Cookie and CSRF value of an operator of `orders`."""
    return first_operator(orders.address, orders.setup_token, OPERATOR)


def demo(context: BrowserContext, shop: RunningShop, lang: str) -> WidgetPage:
    page = context.new_page()
    page.goto(f"{shop.address}/demo?lang={lang}")
    return WidgetPage.in_shop(page)


def test_an_order_is_cancelled_by_the_cards_button_and_stays_so_after_a_reload(
    orders: RunningShop, visit: Opener
) -> None:
    widget = demo(visit(viewport=PHONE), orders, "ru")
    card = propose(widget, "KL-10433 anna@example.ru хочу отменить заказ")
    expect(card.get_by_role("heading")).to_have_text("Отмена заказа KL-10433")
    expect(card).to_contain_text("Набор полотенец, зелёные")
    expect(card.locator("dt").first).to_have_text("Вернётся")
    expect(card).to_contain_text(re.compile(r"Кнопка действует до \d"))
    card.get_by_role("button", name="Отменить заказ").click()
    is_cancelled(widget, card)
    expect(widget.root.get_by_role("log").locator("p").last).to_contain_text("ИИ-ассистент: Готово")
    widget.page.reload()
    again = WidgetPage.in_shop(widget.page)
    is_cancelled(again, again.root.locator(".change"))


def is_cancelled(widget: WidgetPage, card: Locator) -> None:
    expect(card.get_by_role("status")).to_have_text("Выполнено", timeout=20_000)
    expect(card.get_by_role("button")).to_have_count(0)
    expect(widget.notices.last).to_have_text("Вы подтвердили изменение заказа")
    settled = widget.replies.last
    expect(settled).to_have_attribute("data-ai", "true")
    expect(settled.locator(".author")).to_contain_text("ИИ-ассистент")
    expect(settled).to_contain_text("заказ KL-10433 отменён")
    expect(settled.locator(".order-status")).to_have_text("Отменён")
    expect(settled.locator(".thumbs")).to_have_count(0)


def test_a_declined_card_is_closed_and_a_newer_card_takes_the_place_of_an_older_one(
    orders: RunningShop, visit: Opener
) -> None:
    widget = demo(visit(viewport={"width": 1280, "height": 800}), orders, "en")
    declined = propose(widget, *OTHER_ADDRESS)
    expect(declined).to_contain_text("12 Main Street, Apt 4")
    declined.get_by_role("button", name="No, thanks").click()
    expect(declined.get_by_role("status")).to_have_text("You declined")
    expect(declined.get_by_role("button")).to_have_count(0)
    expect(widget.notices.last).to_have_text("You declined the change of the order")
    older = propose(widget, "cancel order KL-10440")
    expect(older.get_by_role("button")).to_have_count(2)
    newer = propose(widget, "change the address of KL-10440", OTHER_ADDRESS[1])
    expect(older.get_by_role("status")).to_have_text("Replaced by a newer card")
    expect(older.get_by_role("button")).to_have_count(0)
    expect(newer.get_by_role("button", name="Change the address")).to_be_visible()
    expect(declined.get_by_role("status")).to_have_text("You declined")


def test_a_button_pressed_twice_is_sent_once(orders: RunningShop, visit: Opener) -> None:
    context = visit()
    wire = ChangeWire(context)
    widget = WidgetPage.alone(context, orders.address, "ru")
    card = propose(widget, "KL-10436 maria@example.ru хочу отменить заказ")
    card.locator(".primary").evaluate("button => { button.click(); button.click(); }")
    expect(card).to_have_attribute("data-stage", "done", timeout=20_000)
    assert len(wire.pressed) == 1


def test_the_keyboard_presses_the_button_and_the_focus_stays_on_the_card(
    orders: RunningShop, visit: Opener
) -> None:
    context = visit()
    wire = ChangeWire(context)
    wire.answer = lambda press: [wire.event(press, "confirmed")]
    widget = WidgetPage.alone(context, orders.address, "en")
    card = propose(widget, EMMA)
    expect(widget.box).to_be_focused()
    button = card.get_by_role("button", name="Cancel the order")
    for _ in range(12):
        widget.page.keyboard.press("Shift+Tab")
        if button.evaluate("at => at === document.activeElement"):
            break
    expect(button).to_be_focused()
    widget.page.keyboard.press("Enter")
    expect(card.get_by_role("status")).to_have_text("Working on it…")
    expect(card).to_be_focused()
    assert len(wire.pressed) == 1


def test_a_press_waits_for_the_connection_and_is_made_once(tmp_path: Path, visit: Opener) -> None:
    with running_shop(tmp_path) as shop:
        widget = WidgetPage.alone(visit(), shop.address, "ru")
        card = propose(widget, EMMA_RU)
        shop.stop()
        expect(widget.root.locator(".banner")).to_be_visible(timeout=10_000)
        card.locator(".primary").click()
        expect(card.get_by_role("status")).to_have_text("отправим, когда появится связь")
        shop.start()
        expect(card).to_have_attribute("data-stage", "done", timeout=60_000)
        expect(widget.root.locator(".order-status")).to_have_text("Отменён")
        expect(widget.replies).to_have_count(2)


def test_a_refusal_of_the_server_stands_on_the_card_also_after_a_reload(
    orders: RunningShop, visit: Opener
) -> None:
    context = visit()
    wire = ChangeWire(context)
    widget = WidgetPage.alone(context, orders.address, "ru")
    older = propose(widget, EMMA_RU).first
    wire.deafen()
    propose(WidgetPage.alone(context, orders.address, "ru"), "отмените заказ KL-10440")
    older.locator(".primary").click()
    for wait_ms in (5_000, 15_000):
        expect(older.get_by_role("alert")).to_contain_text("Напишите ещё раз", timeout=wait_ms)
        expect(older.get_by_role("button")).to_have_count(0)
        expect(widget.root.locator(".trouble")).to_have_count(0)
        widget.page.reload()
    assert len(wire.pressed) == 1


def test_a_card_waits_its_turn_while_another_change_is_made(orders: RunningShop, visit: Opener) -> None:
    context = visit()
    wire = ChangeWire(context)
    widget = WidgetPage.alone(context, orders.address, "ru")
    card = propose(widget, EMMA_RU)
    wire.answer = lambda press: [under_way(press, "Предыдущее ещё выполняется.")]
    card.locator(".primary").click()
    expect(card.get_by_role("alert")).to_have_text("Предыдущее ещё выполняется.")
    expect(card.get_by_role("status")).to_have_text("Выполняем…")
    wire.answer = lambda press: [wire.event(press, "confirmed")]
    expect(card).to_have_attribute("data-stage", "confirmed", timeout=15_000)
    expect(card.get_by_role("alert")).to_have_count(0)
    assert len({press["cid"] for press in wire.pressed}) == 1


def under_way(press: Frame, words: str) -> Frame:
    error = {"code": "change_under_way", "message": words, "cid": press["cid"], "retryable": True}
    return {"v": 1, "t": "error", "d": {**error, "retry_after_ms": 500}}


def test_a_card_stops_working_when_its_time_is_up(orders: RunningShop, visit: Opener) -> None:
    context = visit()
    widget = WidgetPage.alone(context, orders.address, "en")
    widget.page.clock.install()
    card = propose(widget, EMMA)
    widget.page.clock.fast_forward("14:00")
    expect(card.get_by_role("button")).to_have_count(2)
    widget.page.clock.fast_forward("01:10")
    expect(card.get_by_role("status")).to_contain_text("Time is up")
    expect(card.get_by_role("button")).to_have_count(0)


def test_a_person_who_takes_over_voids_the_card(
    orders: RunningShop, operator: tuple[str, str], visit: Opener
) -> None:
    with OperatorDesk(orders.address, operator) as desk:
        widget = WidgetPage.alone(visit(), orders.address, "ru")
        card = propose(widget, EMMA_RU)
        widget.person_button.click()
        expect(widget.root.locator(".waiting")).to_be_visible()
        expect(card.get_by_role("button")).to_have_count(2)
        desk.take()
        expect(card.get_by_role("status")).to_have_text("Карточка больше не действует")
        expect(card.get_by_role("button")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_in_any_state_of_a_card(
    orders: RunningShop, visit: Opener, state: str, scheme: str
) -> None:
    context = visit(viewport=PHONE, color_scheme=scheme, bypass_csp=True)
    wire = ChangeWire(context)
    widget = WidgetPage.alone(context, orders.address, "ru")
    card = propose(widget, EMMA_RU)
    assert violations(widget.page) == []
    wire.answer = lambda press: [wire.event(press, "confirmed")]
    card.locator(".primary").click()
    expect(card.get_by_role("status")).to_have_text("Выполняем…")
    assert violations(widget.page) == []
    wire.tell(wire.event(wire.pressed[0], state, "Ответ магазина.", after=2))
    expect(card.get_by_role("status")).to_have_text(STATES[state])
    expect(widget.replies.last).to_contain_text("Ответ магазина.")
    assert violations(widget.page) == []


def test_the_longest_name_of_goods_stays_inside_the_card(orders: RunningShop, visit: Opener) -> None:
    context = visit(viewport={"width": 320, "height": 640})
    wire = ChangeWire(context)
    long = "Светильник «Шестнадцатирожковый-хрустально-бронзовый-потолочно-подвесной», 120 × 120 см"
    wire.rewrite = lambda sent: sent.replace("Светильник «Лента»", long)
    widget = WidgetPage.alone(context, orders.address, "ru")
    card = propose(widget, EMMA_RU)
    expect(card).to_contain_text("Шестнадцатирожковый")
    assert card.evaluate("card => card.scrollWidth <= card.clientWidth")
    assert widget.root.locator(".scroller").evaluate("box => box.scrollWidth <= box.clientWidth")
    assert card.locator(".amount").first.evaluate("at => at.getClientRects().length") == 1


def test_operators_read_the_card_and_what_became_of_it(
    orders: RunningShop, operator: tuple[str, str], visit: Opener
) -> None:
    widget = WidgetPage.alone(visit(), orders.address, "ru")
    card = propose(widget, "KL-10441 emma@example.com хочу отменить заказ")
    console = ConsolePage.opened(visit(viewport=DESKTOP), orders.address, operator)
    console.open("bot", "отменить заказ KL-10441")
    seen = console.page.locator(".said-change")
    expect(seen).to_contain_text("Отмена заказа KL-10441")
    expect(seen.locator(".change-state")).to_contain_text("Ждёт нажатия клиента до")
    expect(seen.get_by_role("button")).to_have_count(0)
    card.get_by_role("button", name="Отменить заказ").click()
    expect(seen.locator(".change-state")).to_have_text("Выполнено", timeout=20_000)
    expect(console.page.locator(".transcript .line").last).to_contain_text("Клиент подтвердил изменение")
    settled = console.page.locator(".transcript .bubble").last
    expect(settled.locator(".author")).to_contain_text("ИИ")
    expect(settled).to_contain_text("заказ KL-10441 отменён")
    expect(console.row("bot", "отменить заказ KL-10441")).to_be_visible()
