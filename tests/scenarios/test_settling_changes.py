"""A confirmed change has exactly one effect, and the customer is told the truth, whatever breaks."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from app.domain import commands as c
from app.domain import events as e
from app.domain.errors import ChangeRefused, OrdersUnavailable
from app.domain.ids import ConversationId, CustomerId, ProposalId
from app.domain.order_changes import OrderChange, Proposal, Variant
from app.domain.orders import IdentityClaim, Order
from app.main import Given, Services, build, utc_now
from app.orders.demo_shop import DemoShop
from app.settings import Settings
from tests.builders import confirm, say

FIRST_TAB, SECOND_TAB = ConversationId("tab-1"), ConversationId("tab-2")
CANCEL = "KL-10433 anna@example.ru отмените заказ"


class FaultyShop:
    """The demo shop behind a bad line: `before` and `after` run around each change, `is_down` stops reads."""

    def __init__(self) -> None:
        self.shop = DemoShop(utc_now)
        self.effects: list[OrderChange] = []
        self.before: Callable[[], None] = lambda: None
        self.after: Callable[[], None] = lambda: None
        self.is_down = False

    async def prove(self, claim: IdentityClaim) -> str | None:
        return await self.shop.prove(claim)

    async def find_order(self, account: str, order: str) -> Order | None:
        return await self.shop.find_order(account, order)

    async def orders_of(self, account: str) -> tuple[Order, ...]:
        return await self.shop.orders_of(account)

    async def variants_of(self, account: str, order: str, item: str) -> tuple[Variant, ...]:
        return await self.shop.variants_of(account, order, item)

    async def change(self, account: str, change: OrderChange, *, version: str, key: ProposalId) -> Order:
        self.before()
        known = await self.shop.find_change(account, change.order.replace("-", ""), key)
        order = await self.shop.change(account, change, version=version, key=key)
        self.effects += [change] if known is None else []
        self.after()
        return order

    async def find_change(self, account: str, order: str, key: ProposalId) -> Order | None:
        if self.is_down:
            raise OrdersUnavailable
        return await self.shop.find_change(account, order, key)


def quiet(folder: Path) -> Settings:
    """Settings without a model and without an embedder, so that it starts fast."""
    values = {"openai_api_key": "", "openai_base_url": "", "embedder": "none", "typing_hold_s": 0}
    return Settings.model_validate({"folder": folder, **values})


@asynccontextmanager
async def house(folder: Path, shop: FaultyShop) -> AsyncGenerator[Services]:
    settings = quiet(folder)
    async with build(settings, Given(orders=shop)) as services:
        yield services


async def proposed(services: Services, chat: ConversationId, words: str = CANCEL) -> Proposal:
    """The proposal that the assistant lays after these words."""
    conversations = services.conversations
    begin = c.StartConversation(customer_id=CustomerId(chat), language="ru")
    await conversations.handle(chat, begin, sender="customer")
    handled = await conversations.handle(chat, say(words), sender="customer")
    services.assistant.look(chat, handled.state)
    async with asyncio.timeout(10):
        while (state := await conversations.state(chat)).awaits_reply:
            await asyncio.sleep(0.01)
    assert state.proposal is not None
    return state.proposal


async def press(services: Services, chat: ConversationId, proposal: Proposal) -> None:
    handled = await services.conversations.handle(chat, confirm(proposal), sender="customer")
    services.assistant.look(chat, handled.state)


async def settled(services: Services, chat: ConversationId) -> e.ChangeSettled:
    """The settlement, waited for."""
    async with asyncio.timeout(10):
        while (await services.conversations.state(chat)).awaits_us:
            await asyncio.sleep(0.01)
    events = [entry.event for entry in await services.conversations.read(f"conv:{chat}")]
    found = [event for event in events if isinstance(event, e.ChangeSettled)]
    assert len(found) == 1
    return found[0]


def lose_the_answer() -> None:
    raise OrdersUnavailable


def refuse() -> None:
    raise ChangeRefused("stock")


async def test_nothing_changes_before_the_customer_presses(tmp_path: Path) -> None:
    shop = FaultyShop()
    async with house(tmp_path, shop) as services:
        await proposed(services, FIRST_TAB)
        order = await shop.find_order("demo-1", "KL10433")
        assert order is not None and order.state == "paid"
        assert shop.effects == []


async def test_a_button_pressed_many_times_at_once_has_one_effect(tmp_path: Path) -> None:
    shop = FaultyShop()
    async with house(tmp_path, shop) as services:
        proposal = await proposed(services, FIRST_TAB)
        await asyncio.gather(*(press(services, FIRST_TAB, proposal) for _ in range(10)))
        settlement = await settled(services, FIRST_TAB)
        assert settlement.outcome == "done" and "отменён" in settlement.text
        assert settlement.card is not None and settlement.card.status == "cancelled"
        assert len(shop.effects) == 1


async def test_of_two_chats_about_one_order_the_second_is_told_that_it_has_changed(tmp_path: Path) -> None:
    shop = FaultyShop()
    async with house(tmp_path, shop) as services:
        first = await proposed(services, FIRST_TAB)
        second = await proposed(services, SECOND_TAB)
        await asyncio.gather(press(services, FIRST_TAB, first), press(services, SECOND_TAB, second))
        outcomes = {chat: await settled(services, chat) for chat in (FIRST_TAB, SECOND_TAB)}
        assert sorted(told.outcome for told in outcomes.values()) == ["done", "refused"]
        refused = next(told for told in outcomes.values() if told.outcome == "refused")
        assert "Ничего не изменено" in refused.text
        assert refused.card is not None and refused.card.status == "cancelled"
        assert len(shop.effects) == 1


async def test_an_answer_lost_after_the_shop_made_the_change_is_found_again(tmp_path: Path) -> None:
    shop = FaultyShop()
    shop.after = lose_the_answer
    async with house(tmp_path, shop) as services:
        await press(services, FIRST_TAB, await proposed(services, FIRST_TAB))
        assert (await settled(services, FIRST_TAB)).outcome == "done"
        assert len(shop.effects) == 1


async def test_a_change_of_unknown_fate_goes_to_a_person_and_is_not_tried_again(
    tmp_path: Path,
) -> None:
    shop = FaultyShop()

    def break_down() -> None:
        shop.is_down = True
        raise OrdersUnavailable

    shop.before = break_down
    async with house(tmp_path, shop) as services:
        await press(services, FIRST_TAB, await proposed(services, FIRST_TAB))
        settlement = await settled(services, FIRST_TAB)
        assert settlement.outcome == "unclear" and "не знаю" in settlement.text
        state = await services.conversations.state(FIRST_TAB)
        assert (state.status, state.reason) == ("queued", "tool_failure")
        assert shop.effects == []


async def test_a_refusal_of_the_shop_is_told_as_one(tmp_path: Path) -> None:
    shop = FaultyShop()
    shop.before = refuse
    async with house(tmp_path, shop) as services:
        await press(services, FIRST_TAB, await proposed(services, FIRST_TAB))
        settlement = await settled(services, FIRST_TAB)
        assert settlement.outcome == "refused" and "Ничего не изменено" in settlement.text
        assert shop.effects == []


@pytest.mark.parametrize(
    "was_made", [False, True], ids=["before the shop was asked", "after the shop made it"]
)
async def test_after_a_crash_the_change_is_settled_with_one_effect(tmp_path: Path, was_made: bool) -> None:
    shop = FaultyShop()
    async with house(tmp_path, shop) as services:
        proposal = await proposed(services, FIRST_TAB)
        await services.conversations.handle(FIRST_TAB, confirm(proposal), sender="customer")
        if was_made:
            await shop.change(proposal.account, proposal.change, version=proposal.version, key=proposal.id)
    async with house(tmp_path, shop) as services:
        state = await services.conversations.state(FIRST_TAB)
        assert state.awaits_us
        services.assistant.look(FIRST_TAB, state)
        assert (await settled(services, FIRST_TAB)).outcome == "done"
        assert len(shop.effects) == 1


async def test_the_sweep_finds_a_confirmed_change_even_when_a_person_took_over(tmp_path: Path) -> None:
    shop = FaultyShop()
    async with house(tmp_path, shop) as services:
        proposal = await proposed(services, FIRST_TAB)
        await services.conversations.handle(FIRST_TAB, confirm(proposal), sender="customer")
        packet = await services.assistant.packet(FIRST_TAB, "asked_for_human")
        ask = c.RequestHandoff(reason="asked_for_human", packet=packet)
        await services.conversations.handle(FIRST_TAB, ask, sender="customer")
        waiting = await services.conversations.unanswered(utc_now())
        assert waiting == [FIRST_TAB]


async def test_the_demo_shop_remembers_changes_over_a_restart(tmp_path: Path) -> None:
    settings = quiet(tmp_path)
    async with build(settings) as services:
        await press(services, FIRST_TAB, await proposed(services, FIRST_TAB))
        assert (await settled(services, FIRST_TAB)).outcome == "done"
    async with build(settings) as services:
        shop = DemoShop(utc_now, services.database)
        order = await shop.find_order("demo-1", "KL10433")
        assert order is not None and order.state == "cancelled"


async def reply_to(services: Services, chat: ConversationId, words: str) -> str:
    handled = await services.conversations.handle(chat, say(words), sender="customer")
    services.assistant.look(chat, handled.state)
    async with asyncio.timeout(10):
        while (await services.conversations.state(chat)).awaits_reply:
            await asyncio.sleep(0.01)
    events = [entry.event for entry in await services.conversations.read(f"conv:{chat}")]
    return [event.reply.text for event in events if isinstance(event, e.AssistantReplied)][-1]


async def test_a_yes_in_words_is_no_press_and_a_no_drops_the_card(tmp_path: Path) -> None:
    shop = FaultyShop()
    async with house(tmp_path, shop) as services:
        proposal = await proposed(services, FIRST_TAB)
        assert "нажмите кнопку" in await reply_to(services, FIRST_TAB, "да")
        assert shop.effects == []
        assert (await services.conversations.state(FIRST_TAB)).proposal == proposal
        again = await proposed(services, SECOND_TAB)
        await reply_to(services, SECOND_TAB, "нет, не надо")
        state = await services.conversations.state(SECOND_TAB)
        assert state.proposal is None and again.id in state.decided
        assert shop.effects == []
