"""Forms beside the replies that ask for details: what is typed goes out as an ordinary message."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from tests.pages.change_card import ChangeWire
from tests.pages.conftest import Opener
from tests.pages.shop_process import RunningShop, running_shop
from tests.pages.test_widget_access import violations
from tests.pages.widget_page import ANSWER_MS, WidgetPage

pytestmark = pytest.mark.pages

PHONE = {"width": 390, "height": 844}
WHERE = {"ru": "Где мой заказ?", "en": "Where is my order?"}


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningShop]:
    """A server without a model."""
    with running_shop(tmp_path_factory.mktemp("forms")) as shop:
        yield shop


def form_of(widget: WidgetPage) -> Locator:
    return widget.root.locator("form.details")


def asked(widget: WidgetPage, text: str) -> Locator:
    """Says something that makes the assistant ask for details; the form beside its question."""
    widget.ask_and_wait(text)
    expect(form_of(widget)).to_have_count(1)
    return form_of(widget)


def test_a_russian_customer_fills_the_form_and_sees_the_order(orders: RunningShop, visit: Opener) -> None:
    widget = WidgetPage.alone(visit(viewport=PHONE), orders.address, "ru")
    form = asked(widget, "где мой заказ?")
    expect(widget.box).to_be_focused()
    expect(form.get_by_role("heading")).to_have_text("Найти заказ")
    expect(form.get_by_label("Номер заказа")).to_have_value("")
    form.get_by_label("Номер заказа").fill("KL-10427")
    form.get_by_label("Эл. почта или телефон").fill("anna@example.ru")
    form.get_by_role("button", name="Отправить").click()
    expect(widget.own.last).to_contain_text("KL-10427, anna@example.ru")
    expect(widget.replies.last.locator(".order")).to_contain_text("Заказ KL-10427", timeout=ANSWER_MS)
    expect(form).to_have_count(0)
    expect(widget.box).to_be_focused()


def test_a_name_and_a_postcode_do_where_no_e_mail_is_at_hand(orders: RunningShop, visit: Opener) -> None:
    phone = visit(viewport=PHONE, has_touch=True, is_mobile=True)
    widget = WidgetPage.alone(phone, orders.address, "ru")
    form = asked(widget, "Где мой заказ KL-10427?")
    expect(form.get_by_label("Номер заказа")).to_have_value("KL-10427")
    form.get_by_role("button", name="Нет почты под рукой?").click()
    expect(form.get_by_label("Имя и фамилия")).to_be_focused()
    expect(form.get_by_label("Номер заказа")).to_have_value("KL-10427")
    widget.page.keyboard.type("Анна Примерова")
    form.get_by_label("Индекс").fill("101000")
    form.get_by_label("Индекс").press("Enter")
    expect(widget.own.last).to_contain_text("KL-10427, Анна Примерова, индекс 101000")
    expect(widget.replies.last.locator(".order")).to_contain_text("Заказ KL-10427", timeout=ANSWER_MS)
    expect(widget.box).not_to_be_focused()


def test_an_english_customer_gives_a_new_address_by_keyboard(orders: RunningShop, visit: Opener) -> None:
    widget = WidgetPage.alone(visit(viewport={"width": 1280, "height": 800}), orders.address, "en")
    form = asked(widget, "change the address of KL-10440, emma@example.com")
    expect(form.get_by_role("heading")).to_have_text("New delivery address")
    form.get_by_label("City").focus()
    for value in ("Boston", "Main Street", "12", "4"):
        widget.page.keyboard.type(value)
        widget.page.keyboard.press("Tab")
    widget.page.keyboard.type("02118")
    widget.page.keyboard.press("Enter")
    expect(widget.own.last).to_contain_text("Boston, 12 Main Street, Apt 4, 02118")
    card = widget.root.locator(".change")
    expect(card).to_contain_text("12 Main Street, Apt 4", timeout=ANSWER_MS)
    expect(card).to_contain_text("Boston")
    expect(card).to_contain_text("02118")
    expect(form).to_have_count(0)


def test_a_russian_address_is_understood_as_it_was_typed(orders: RunningShop, visit: Opener) -> None:
    widget = WidgetPage.alone(visit(viewport=PHONE), orders.address, "ru")
    form = asked(widget, "Хочу изменить адрес доставки KL-10433, anna@example.ru")
    for label, value in {"Город": "Казань", "Улица": "ул. Баумана", "Дом": "5", "Индекс": "420111"}.items():
        form.get_by_label(label).fill(value)
    form.get_by_role("button", name="Отправить").click()
    expect(widget.own.last).to_contain_text("Казань, ул. Баумана, 5, 420111")
    card = widget.root.locator(".change")
    expect(card).to_contain_text("ул. Баумана, 5", timeout=ANSWER_MS)
    expect(card).to_contain_text("420111")


def test_the_form_goes_away_when_the_customer_writes_instead(orders: RunningShop, visit: Opener) -> None:
    widget = WidgetPage.alone(visit(), orders.address, "en")
    form = asked(widget, WHERE["en"])
    widget.ask("KL-10440 emma@example.com")
    expect(form).to_have_count(0)
    expect(widget.replies.last.locator(".order")).to_contain_text("Order KL-10440", timeout=ANSWER_MS)
    expect(form).to_have_count(0)


def test_only_the_newest_question_has_its_form_and_none_while_a_person_is_called(
    orders: RunningShop, visit: Opener
) -> None:
    widget = WidgetPage.alone(visit(), orders.address, "ru")
    asked(widget, WHERE["ru"])
    form = asked(widget, "KL-10427, nobody@example.ru")
    expect(widget.replies.last.locator("form.details")).to_have_count(1)
    expect(form.get_by_label("Номер заказа")).to_have_value("KL-10427")
    widget.person_button.click()
    expect(widget.root.locator(".waiting, .contact")).to_be_visible()
    expect(form).to_have_count(0)


def test_what_is_missing_is_said_beside_its_field_and_nothing_is_sent(
    orders: RunningShop, visit: Opener
) -> None:
    widget = WidgetPage.alone(visit(), orders.address, "en")
    form = asked(widget, WHERE["en"])
    form.get_by_label("E-mail or phone").fill("emma")
    form.get_by_label("E-mail or phone").press("Enter")
    number = form.get_by_label("Order number")
    expect(number).to_be_focused()
    expect(number).to_have_attribute("aria-invalid", "true")
    expect(form.get_by_role("alert")).to_have_text(
        [re.compile("Please give the order number"), re.compile("This address looks wrong")]
    )
    number.fill("KL-10440")
    expect(form.get_by_role("alert")).to_have_count(1)
    expect(widget.own).to_have_count(1)


def test_a_form_sent_twice_makes_one_message(orders: RunningShop, visit: Opener) -> None:
    widget = WidgetPage.alone(visit(), orders.address, "en")
    form = asked(widget, WHERE["en"])
    form.get_by_label("Order number").fill("KL-10440")
    form.get_by_label("E-mail or phone").fill("emma@example.com")
    form.evaluate("form => { form.requestSubmit(); form.requestSubmit(); }")
    expect(widget.replies.last.locator(".order")).to_contain_text("Order KL-10440", timeout=ANSWER_MS)
    expect(widget.own).to_have_count(2)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["identity", "email", "code", "address"])
@pytest.mark.parametrize("width", [390, 320])
def test_axe_finds_nothing_in_an_open_form_and_it_stays_inside_its_column(
    orders: RunningShop, visit: Opener, kind: str, scheme: str, width: int
) -> None:
    context = visit(viewport={"width": width, "height": 844}, color_scheme=scheme, bypass_csp=True)
    wire = ChangeWire(context)
    wire.rewrite = lambda sent: sent.replace('"form":"identity"', f'"form":"{kind}"')
    widget = WidgetPage.alone(context, orders.address, "ru")
    form = asked(widget, WHERE["ru"])
    expect(widget.box).to_be_in_viewport(ratio=1)
    assert violations(widget.page) == []
    form.get_by_role("button", name="Отправить").click()
    expect(form.locator("[aria-invalid=true]").first).to_be_focused()
    assert violations(widget.page) == []
    assert form.evaluate("form => form.scrollWidth <= form.clientWidth")
    assert widget.root.locator(".scroller").evaluate("box => box.scrollWidth <= box.clientWidth")
    expect(widget.box).to_be_in_viewport(ratio=1)
