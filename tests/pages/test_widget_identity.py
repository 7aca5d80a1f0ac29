"""A shop's page says who is signed in, and who no longer is: the chat follows, on shared computers too."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.pages.conftest import Opener
from tests.pages.shop_process import RunningShop
from tests.pages.widget_page import WidgetPage
from tests.signing import hs_token

pytestmark = pytest.mark.pages

LAUNCHER, FRAME = "#zabota-launcher", "#zabota-frame"
SIZE = {"width": 1280, "height": 800}
EMBED = """({origin, token}) => {
    const script = document.createElement("script");
    script.src = `${origin}/embed.js`;
    script.dataset.lang = "ru";
    if (token !== null) script.dataset.token = token;
    document.body.append(script);
}"""
HEARD = "window.heard = []; addEventListener('zabota:identity', e => heard.push(e.detail))"


def token(account: str) -> str:
    return hs_token(datetime.now(UTC), sub=account)


@pytest.fixture(params=["localhost", "127.0.0.1"], ids=["another site", "the same site"])
def chat_host(request: pytest.FixtureRequest) -> str:
    """Where the chat comes from: a frame of another site may keep nothing, and the shop's page keeps it."""
    return request.param


def shop_page(context: BrowserContext, shop: RunningShop, chat_host: str, token: str | None = None) -> Page:
    """A bare page that embeds the chat; `token` is what its server wrote on the tag."""
    page = context.new_page()
    page.goto(f"{shop.address}/health")
    page.evaluate(HEARD)
    page.evaluate(EMBED, {"origin": f"http://{chat_host}:{shop.port}", "token": token})
    page.locator(LAUNCHER).wait_for()
    return page


def heard(page: Page, *states: str) -> None:
    """The page has been told of `states`, in order."""
    page.wait_for_function("count => heard.length >= count", arg=len(states))
    assert tuple(page.evaluate("heard.map(one => one.identity)"))[: len(states)] == states


def test_a_signed_in_customer_asks_for_an_order_and_the_next_one_finds_an_empty_chat(
    shop: RunningShop, visit: Opener, chat_host: str
) -> None:
    context = visit(viewport=SIZE)
    page = shop_page(context, shop, chat_host, token("demo-1"))
    assert page.locator("script").get_attribute("data-token") is None, "no other script finds the token there"
    widget = WidgetPage.in_shop(page)
    heard(page, "verified")
    expect(widget.notices.last).to_contain_text("Личность подтверждена")
    expect(widget.ask_and_wait("Где мой заказ KL-10427?")).to_contain_text("передан в доставку")
    widget.box.fill("Ещё не отправлено")

    other = shop_page(context, shop, chat_host)
    in_other_tab = WidgetPage.in_shop(other)
    expect(in_other_tab.own).to_have_count(1)

    page.evaluate("token => Zabota.identify(token)", token("demo-2"))
    for place in (widget, in_other_tab):
        expect(place.own).to_have_count(0)
        expect(place.box).to_have_value("")
    heard(page, "verified", "verified")
    expect(page.locator(FRAME)).to_be_visible()
    expect(widget.notices.last).to_contain_text("Личность подтверждена")
    answer = widget.ask_and_wait("Где заказ KL-10427?")
    expect(answer).not_to_contain_text("передан в доставку")
    expect(in_other_tab.own).to_have_count(1)


def test_signing_in_keeps_the_conversation_and_the_other_tabs_half_written_words(
    shop: RunningShop, visit: Opener, chat_host: str
) -> None:
    context = visit(viewport=SIZE)
    page = shop_page(context, shop, chat_host)
    widget = WidgetPage.in_shop(page)
    widget.ask_and_wait("Как можно оплатить?")
    in_other_tab = WidgetPage.in_shop(shop_page(context, shop, chat_host))
    in_other_tab.box.fill("Где мой заказ")
    page.evaluate("token => Zabota.identify(token)", token("demo-1"))
    heard(page, "none", "verified")
    for place in (widget, in_other_tab):
        expect(place.notices.last).to_contain_text("Личность подтверждена")
        expect(place.own).to_have_count(1)
    expect(in_other_tab.box).to_have_value("Где мой заказ")
    expect(in_other_tab.ask_and_wait("Где мой заказ KL-10427?")).to_contain_text("передан в доставку")
    expect(widget.own).to_have_count(2)


def test_a_customer_who_signs_out_leaves_nothing_behind(
    shop: RunningShop, visit: Opener, chat_host: str
) -> None:
    context = visit(viewport=SIZE)
    page = shop_page(context, shop, chat_host)
    widget = WidgetPage.in_shop(page)
    page.evaluate("token => Zabota.identify(token)", token("demo-1"))
    page.wait_for_function("heard.some(one => one.identity === 'verified')")
    widget.ask_and_wait("Где мой заказ KL-10427?")
    page.evaluate("Zabota.forget()")
    expect(page.locator(FRAME)).to_be_hidden()
    page.wait_for_function("localStorage.getItem('zabota.forget') === null")
    expect(WidgetPage.in_shop(page).own).to_have_count(0)

    page.evaluate("token => Zabota.identify(token)", token("demo-1"))
    page.wait_for_function("heard.filter(one => one.identity === 'verified').length > 1")
    widget.ask_and_wait("Где мой заказ KL-10427?")
    page.evaluate("Zabota.forget()")
    page.close()
    signed_out = shop_page(context, shop, chat_host, "")
    expect(WidgetPage.in_shop(signed_out).own).to_have_count(0)


def test_a_page_on_which_nobody_is_signed_in_any_more_ends_the_chat_of_who_was(
    shop: RunningShop, visit: Opener, chat_host: str
) -> None:
    context = visit(viewport=SIZE)
    page = shop_page(context, shop, chat_host, token("demo-1"))
    WidgetPage.in_shop(page).ask_and_wait("Где мой заказ KL-10427?")
    page.close()
    silent = shop_page(context, shop, chat_host)
    expect(WidgetPage.in_shop(silent).own).to_have_count(1)
    silent.close()
    signed_out = shop_page(context, shop, chat_host, "")
    expect(WidgetPage.in_shop(signed_out).own).to_have_count(0)


def test_a_wrong_token_is_told_to_the_page_and_to_nobody_else(shop: RunningShop, visit: Opener) -> None:
    page = shop_page(visit(viewport=SIZE), shop, "localhost", "garbage")
    widget = WidgetPage.in_shop(page)
    heard(page, "refused")
    assert page.evaluate("heard[0].code") == "identity_token_invalid"
    widget.ask_and_wait("Как можно оплатить?")
    expect(widget.root.locator("[role=alert]")).to_have_count(0)
    expect(widget.notices).to_have_count(0)
