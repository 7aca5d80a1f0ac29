"""When a person is called: the owner tries numbers before changing them, operators say what was in vain."""

import re
import uuid

import pytest
from playwright.sync_api import Page, expect

from tests.pages.conftest import OPERATOR, Opener
from tests.pages.console_page import DESKTOP, PHONE, ConsolePage, invite_link, sign_in
from tests.pages.shop_process import RunningShop
from tests.pages.widget_page import WidgetPage

pytestmark = pytest.mark.pages

GRAVE = "С моей карты списали деньги, это мошенники!!!"
ASKED = "Позовите человека, пожалуйста"


def unique(words: str) -> str:
    """Words that no other test says."""
    return f"{words} {uuid.uuid4().hex[:6]}"


def opened(context_page: Page, shop: RunningShop) -> Page:
    """The owner's page, loaded."""
    context_page.goto(f"{shop.address}/policy")
    expect(context_page.locator(".number").first).to_be_visible(timeout=20_000)
    return context_page


@pytest.mark.parametrize(("lang", "size"), [("ru", DESKTOP), ("en", PHONE)], ids=["desktop", "phone"])
def test_the_owner_changes_a_number_only_after_seeing_what_it_would_have_done(
    shop: RunningShop, operator_session: tuple[str, str], visit: Opener, lang: str, size: dict[str, int]
) -> None:
    WidgetPage.alone(visit(), shop.address, "ru").ask_and_wait("Сколько стоит доставка курьером в Казань?")
    context = visit(viewport=size)
    sign_in(context, shop.address, operator_session, lang)
    page = opened(context.new_page(), shop)
    attempt, save = page.locator(".actions button[type=submit]"), page.locator(".actions button").nth(1)
    expect(attempt).to_be_disabled()
    cap = page.locator("#turn_cap")
    cap.fill("4")
    expect(page.locator("#turn_cap-note")).to_have_text(re.compile("5.*100"))
    expect(attempt).to_be_disabled()
    cap.fill("31")
    expect(save).to_be_disabled()
    attempt.click()
    expect(page.locator(".comparison tbody")).to_have_count(4, timeout=20_000)
    expect(page.locator(".comparison thead th").first).to_have_text(re.compile(r"[1-9]"))
    cap.fill("32")
    expect(page.locator(".comparison")).to_have_count(0)
    expect(save).to_be_disabled()
    cap.fill("31")
    save.click()
    newest = page.locator(".changes ol > li").first
    expect(newest).to_contain_text("15 → 31", timeout=10_000)
    expect(newest).to_contain_text(OPERATOR)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    page.reload()
    expect(cap).to_have_value("31", timeout=20_000)
    page.locator(".actions .quiet").last.click()
    expect(cap).to_have_value("15")
    attempt.click()
    save.click(timeout=20_000)
    expect(newest).to_contain_text("31 → 15", timeout=10_000)


def test_nobody_but_the_owner_is_shown_the_way_to_the_numbers(
    shop: RunningShop, operator_session: tuple[str, str], visit: Opener
) -> None:
    link = invite_link(visit(), shop.address, operator_session)
    console = ConsolePage.invited(
        visit(viewport=DESKTOP), link, "Пётр Дежурный", f"{uuid.uuid4().hex[:8]}@example.com"
    )
    expect(console.page.locator(".bar nav a[href='/policy']")).to_have_count(0)
    console.page.goto(f"{shop.address}/policy")
    expect(console.page.locator(".policy-state")).to_be_visible(timeout=10_000)
    expect(console.page.locator(".number")).to_have_count(0)


def test_an_operator_marks_a_call_as_not_needed_colleagues_see_it_and_it_can_be_taken_back(
    shop: RunningShop, operator_session: tuple[str, str], visit: Opener
) -> None:
    console = ConsolePage.opened(visit(viewport=DESKTOP), shop.address, operator_session)
    link = invite_link(visit(), shop.address, operator_session)
    colleague = ConsolePage.invited(
        visit(viewport=DESKTOP), link, "Вера Коллега", f"{uuid.uuid4().hex[:8]}@example.com"
    )
    said = unique(GRAVE)
    WidgetPage.alone(visit(), shop.address, "ru").ask(said)
    console.find(said)
    colleague.find(said)
    expect(console.page.locator(".context .why")).to_contain_text("мошенничество")
    expect(console.page.locator(".context .why")).to_contain_text("%")
    mark = console.page.locator(".judge button")
    expect(mark).to_have_attribute("aria-pressed", "false")
    mark.click()
    expect(mark).to_have_attribute("aria-pressed", "true")
    expect(colleague.page.locator(".judge button")).to_have_attribute("aria-pressed", "true")
    expect(colleague.page.locator(".judge")).to_contain_text(OPERATOR)
    colleague.page.locator(".judge button").click()
    expect(mark).to_have_attribute("aria-pressed", "false")
    colleague.go("offline")


def test_a_person_whom_the_customer_asked_for_cannot_be_marked(
    shop: RunningShop, operator_session: tuple[str, str], visit: Opener
) -> None:
    console = ConsolePage.opened(visit(viewport=DESKTOP), shop.address, operator_session)
    said = unique(ASKED)
    WidgetPage.alone(visit(), shop.address, "ru").ask(said)
    console.find(said)
    expect(console.page.locator(".context .why")).to_contain_text("Просит человека")
    expect(console.page.locator(".judge")).to_have_count(0)
