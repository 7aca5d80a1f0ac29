"""From the assistant to a person and back: queue, takeover, replies both ways, callback, rating, the end."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.pages.conftest import OPERATOR, Opener
from tests.pages.operator_desk import OperatorDesk
from tests.pages.shop_process import RunningShop, running_shop
from tests.pages.widget_page import WidgetPage

pytestmark = pytest.mark.pages


@pytest.fixture
def unattended(tmp_path: Path) -> Iterator[RunningShop]:
    """A shop at whose desk nobody has ever been: an operator of other journeys is online a minute longer."""
    with running_shop(tmp_path) as shop:
        yield shop


def test_nobody_online_leads_to_a_callback_that_is_kept(unattended: RunningShop, visit: Opener) -> None:
    widget = WidgetPage.alone(visit(), unattended.address, "ru")
    widget.person_button.click()
    form = widget.root.locator(".contact")
    expect(form).to_contain_text("Операторов сейчас нет на связи")
    expect(widget.root.locator(".top .who")).to_contain_text("Операторы не в сети")
    form.get_by_role("button", name="Отправить").click()
    expect(form.get_by_role("alert")).to_have_text("Укажите почту или телефон.")
    expect(form.get_by_label("Эл. почта")).to_be_focused()
    form.get_by_label("Эл. почта").fill("anna@example")
    form.get_by_role("button", name="Отправить").click()
    expect(form.get_by_role("alert")).to_contain_text("ошибка")
    form.get_by_label("Эл. почта").fill("anna@example.ru")
    form.get_by_role("button", name="Отправить").click()
    expect(widget.root.locator(".card")).to_contain_text("Записали: anna@example.ru")
    widget.page.reload()
    expect(widget.root.locator(".card")).to_contain_text("Записали: anna@example.ru", timeout=15_000)
    # Meanwhile the assistant answers, and a person is one press away again.
    widget.ask_and_wait("Сколько дней есть на возврат?")
    expect(widget.person_button).to_be_enabled()


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_a_person_takes_over_answers_and_gives_back(
    shop: RunningShop, operator_session: tuple[str, str], visit: Opener, lang: str
) -> None:
    with OperatorDesk(shop.address, operator_session) as desk:
        widget = WidgetPage.alone(visit(), shop.address, lang)
        widget.person_button.click()
        waiting = widget.root.locator(".waiting")
        expect(waiting).to_contain_text(re.compile(r"(очереди|queue): \d"))
        stream = desk.take()
        expect(widget.root.locator(".top .who")).to_contain_text(OPERATOR)
        expect(widget.notices.last).to_contain_text(OPERATOR)
        desk.send("typing", s=stream, on=True)
        expect(widget.root.locator(".message.typing.operator")).to_be_visible()
        desk.say(stream, "Здравствуйте! Вижу ваш вопрос.")
        reply = widget.root.locator(".message.operator[data-seq]")
        expect(reply).to_contain_text("Вижу ваш вопрос.")
        expect(reply.locator(".author")).to_contain_text(OPERATOR)
        expect(reply).to_have_attribute("data-ai", "false")
        widget.ask("Спасибо!")
        assert desk.wait("ev", k="message", who="customer")["text"] == "Спасибо!"
        desk.send("conv.return", s=stream, av=desk.av)
        expect(widget.person_button).to_be_enabled()
        expect(widget.root.locator(".top .who")).not_to_contain_text(OPERATOR)


def test_the_queue_can_be_left(shop: RunningShop, operator_session: tuple[str, str], visit: Opener) -> None:
    with OperatorDesk(shop.address, operator_session):
        widget = WidgetPage.alone(visit(), shop.address, "ru")
        widget.person_button.click()
        widget.root.get_by_role("button", name="Вернуться к ассистенту").click()
        expect(widget.notices.last).to_contain_text("Вы вернулись к ИИ-ассистенту")
        expect(widget.person_button).to_be_enabled()


def test_the_end_asks_for_a_rating_and_a_new_question_opens_it_again(
    shop: RunningShop, visit: Opener
) -> None:
    widget = WidgetPage.alone(visit(), shop.address, "ru")
    widget.ask_and_wait("Сколько стоит доставка курьером в Казань?")
    widget.root.get_by_role("button", name="Ещё").click()
    widget.root.get_by_role("menuitem", name="Завершить разговор").click()
    widget.root.get_by_role("button", name="Да, решён").click()
    rating = widget.root.locator(".rating")
    rating.locator("label", has_text="Хорошо").click()
    rating.get_by_label("Что нам улучшить?").fill("Хочу отслеживать курьера на карте")
    rating.get_by_role("button", name="Отправить").click()
    expect(rating).to_contain_text("Спасибо за оценку!")
    widget.page.reload()
    expect(rating).to_contain_text("Ваша оценка: 4 из 5", timeout=15_000)
    widget.ask_and_wait("Как можно оплатить?")
    expect(rating).to_have_count(0)


def test_the_transcript_is_a_file_with_the_whole_conversation(shop: RunningShop, visit: Opener) -> None:
    widget = WidgetPage.alone(visit(), shop.address, "en")
    widget.ask_and_wait("How can I pay?")
    widget.root.get_by_role("button", name="More").click()
    with widget.page.expect_download() as download:
        widget.root.get_by_role("menuitem", name="Download transcript").click()
    text = download.value.path().read_text(encoding="utf-8")
    assert download.value.suggested_filename == "transcript.txt"
    assert "How can I pay?" in text
