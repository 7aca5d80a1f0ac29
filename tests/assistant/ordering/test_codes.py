"""Codes by mail: only the mailbox of the order opens it, and a miss looks and takes like a hit."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from app.assistant.order_talk import OrderTalk
from app.assistant.ordering.attempts import AttemptLimiter
from app.assistant.ordering.codes import OneTimeCodes
from app.assistant.proposals import Proposals
from app.assistant.tools import OrderTools
from app.domain.errors import Unavailable
from app.domain.ids import Language
from app.orders.demo_shop import DemoShop
from app.orders.rules import load_rules
from tests.assistant.order_chat import OrderChat
from tests.manual_clock import ManualClock

ASK = "где мой заказ KL-10427? anna@example.ru"


class Post:
    """The letters that went out, as address and code."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, str]] = []
        self.is_broken = False

    async def send(self, address: str, code: str, language: Language) -> None:
        if self.is_broken:
            raise Unavailable
        self.letters.append((address, code))

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        return asyncio.get_running_loop().create_task(work)


def guarded(clock: ManualClock, post: Post) -> OrderTalk:
    shop, rules = DemoShop(clock), load_rules()
    tools = OrderTools(shop, rules, clock, Proposals(shop, rules, clock))
    codes = OneTimeCodes(b"k" * 32, post.send, clock, post.spawn)
    return OrderTalk(shop, rules, clock, AttemptLimiter(clock), tools, codes)


async def code_after(chat: OrderChat, post: Post, words: str = ASK) -> str:
    said = await chat.say(words)
    assert "код из 6 цифр" in said
    await asyncio.sleep(0)
    return post.letters[-1][1] if post.letters else ""


async def test_the_code_from_the_letter_opens_the_order(clock: ManualClock) -> None:
    post = Post()
    chat = OrderChat(clock=clock, talk=guarded(clock, post))
    code = await code_after(chat, post)
    assert post.letters == [("anna@example.ru", code)]
    assert "передан в доставку" in await chat.say(f"вот {code[:3]} {code[3:]}")
    assert chat.identity is not None and chat.identity.method == "order+email+code"


async def test_a_wrong_code_opens_nothing_and_the_right_one_still_does(clock: ManualClock) -> None:
    post = Post()
    chat = OrderChat(clock=clock, talk=guarded(clock, post))
    code = await code_after(chat, post)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    assert "Код не подошёл" in await chat.say(wrong)
    assert chat.identity is None
    assert "передан в доставку" in await chat.say(code)


@pytest.mark.parametrize(
    "words",
    [
        "где мой заказ KL-10427? petr@example.ru",
        "где мой заказ KL-99999? anna@example.ru",
        "где мой заказ KL-10430? anna@example.ru",
    ],
)
async def test_a_claim_that_does_not_fit_gets_the_same_words_and_no_letter(
    clock: ManualClock, words: str
) -> None:
    post = Post()
    right, wrong = (
        OrderChat(clock=clock, talk=guarded(clock, post)),
        OrderChat(clock=clock, talk=guarded(clock, Post())),
    )
    assert await right.say(ASK) == await wrong.say(words)
    assert "Код не подошёл" in await wrong.say("123456")
    assert post.letters == []


async def test_a_phone_beside_another_e_mail_does_not_send_the_code_elsewhere(clock: ManualClock) -> None:
    post = Post()
    chat = OrderChat(clock=clock, talk=guarded(clock, post))
    await chat.say("заказ KL-10427, мой телефон +7 900 000-10-01, пишите на thief@example.com")
    await asyncio.sleep(0)
    assert post.letters == []
    assert "e-mail" in await OrderChat(clock=clock, talk=guarded(clock, post)).say(
        "где заказ KL-10427? телефон +7 900 000-10-01"
    )


async def test_a_code_is_bound_to_its_visitor_its_order_and_its_time(clock: ManualClock) -> None:
    post = Post()
    talk = guarded(clock, post)
    code = await code_after(OrderChat(clock=clock, talk=talk), post)
    thief = OrderChat(clock=clock, talk=talk, visitor="visitor-2")
    await thief.say(ASK)
    assert "Код не подошёл" in await thief.say(code)
    late = OrderChat(clock=clock, talk=talk, visitor="visitor-3")
    stale = await code_after(late, post)
    clock.pass_by(minutes=21)
    assert "Код не подошёл" in await late.say(stale)


async def test_guessing_ends_after_five_tries(clock: ManualClock) -> None:
    post = Post()
    chat = OrderChat(clock=clock, talk=guarded(clock, post))
    code = await code_after(chat, post)
    for guess in range(4):
        await chat.say(f"{guess:06d}")
    assert "Слишком много попыток" in await chat.say(code)


async def test_a_letter_that_cannot_be_sent_leaves_the_chat_as_it_is(clock: ManualClock) -> None:
    post = Post()
    post.is_broken = True
    chat = OrderChat(clock=clock, talk=guarded(clock, post))
    assert await code_after(chat, post) == ""
    assert "Код не подошёл" in await chat.say("000000")
