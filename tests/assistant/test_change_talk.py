"""From a customer's words to the card of a change: what is asked, what it says, what goes to a person."""

import pytest

from app.assistant.order_talk import OrderTalkResult
from app.domain.ids import Language
from app.domain.orders import Account, Item, Words
from app.domain.replies import ChangeCard
from app.orders.demo import DemoOrders
from tests.assistant.order_chat import ELSEWHERE, OrderChat
from tests.builders import a_variant, an_order, roubles
from tests.manual_clock import ManualClock


async def card_after(language: Language, *said: str) -> ChangeCard:
    result = await last_of(OrderChat(language), *said)
    assert result.reply is not None and result.reply.change is not None, result.reply
    return result.reply.change


async def last_of(chat: OrderChat, *said: str) -> OrderTalkResult:
    result = OrderTalkResult()
    for words in said:
        result = await chat.ask(words)
    return result


def facts(card: ChangeCard) -> str:
    return "; ".join(f"{fact.label}: {fact.value}" for fact in card.facts).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("language", "said", "deed", "named"),
    [
        ("ru", ["KL-10433 anna@example.ru, отмените заказ"], "cancel", "2 380 ₽, 1 рабочий день через СБП"),
        (
            "en",
            ["cancel KL-10440, emma@example.com"],
            "cancel",
            "8,780 ₽, 3–5 working days to the card •• 4000",
        ),
        ("ru", ["верните чайник из KL-10402, emma@example.com"], "return", "4 990 ₽"),
        ("en", ["I'd like to return the kettle from KL-10402, emma@example.com"], "return", "4,990 ₽"),
        (
            "ru",
            ["хочу поменять чайник из KL-10402 на белый, emma@example.com"],
            "exchange",
            "Вернётся: 200 ₽",
        ),
        ("ru", ["поменяйте полотенца в KL-10433 на белые, anna@example.ru"], "change_items", ""),
        ("en", ["swap the towels in KL-10433 for the white ones, anna@example.ru"], "change_items", ""),
        (
            "ru",
            ["KL-10433, anna@example.ru, измените адрес на Казань, ул. Учебная, 5, кв. 3, 420111"],
            "change_address",
            "Куда: Казань, ул. Учебная, 5, кв. 3, 420111; Сейчас: Москва, Де•••",
        ),
        (
            "en",
            ["change the address of KL-10440, emma@example.com", "12 Main Street, Apt 4, Boston, 02118"],
            "change_address",
            "To: Boston, 12 Main Street, Apt 4, 02118; Now: Moscow, Sa•••",
        ),
        ("ru", ["отмените возврат KL-10388, maria@example.ru"], "withdraw", ""),
        ("en", ["please withdraw the exchange of KL-10377, emma@example.com"], "withdraw", ""),
    ],
)
async def test_the_card_says_exactly_what_will_happen(
    language: Language, said: list[str], deed: str, named: str
) -> None:
    card = await card_after(language, *said)
    assert card.deed == deed
    assert named in facts(card)


async def test_of_several_things_the_customer_is_asked_which_to_return() -> None:
    chat = OrderChat("ru")
    asked = await last_of(chat, "хочу вернуть заказ KL-10391, anna@example.ru")
    assert asked.reply is not None and asked.reply.change is None
    first, *each = asked.reply.quick_replies
    assert first == "Вернуть всё" and len(each) == 2
    one = await chat.ask(each[1])
    assert one.reply is not None and one.reply.change is not None
    assert [line.name for line in one.reply.change.lines] == ["Набор фарфоровых тарелок, белые"]
    everything = await chat.ask("Вернуть всё на подарочную карту")
    assert everything.reply is not None and everything.reply.change is not None
    assert len(everything.reply.change.lines) == 2
    assert "новой подарочной картой" in facts(everything.reply.change)


async def test_goods_that_may_not_come_back_are_left_out_and_said_to_be() -> None:
    chat = OrderChat("en")
    result = await last_of(chat, "I want to return order KL-10402, emma@example.com", "Return everything")
    assert result.reply is not None and result.reply.change is not None
    assert [line.name for line in result.reply.change.lines] == ["Towel set, green", "Electric kettle, red"]
    assert "“Made-to-order blinds” from order KL-10402 cannot be returned" in result.reply.text


async def test_variants_to_choose_from_are_those_in_stock_with_their_prices(clock: ManualClock) -> None:
    mug = Item(id="blue", name=Words(ru="Кружка", en="Mug"), price=roubles(450))
    family = (a_variant("blue", 450), a_variant("red", 500), a_variant("green", 480))
    sold_out = a_variant("black", 400, is_available=False)
    order = an_order(mug, state="delivered", delivered_at=clock.now)
    shop = DemoOrders(
        [Account(id="a-1", name="Ann Lee", email="ann@example.com")], [order], {"blue": (*family, sold_out)}
    )
    chat = OrderChat("en", clock=clock, gateway=shop)
    asked = await chat.ask("I want to exchange the mug from K-1001, ann@example.com")
    assert asked.reply is not None and asked.reply.change is None
    assert asked.reply.quick_replies == ("Exchange for “Mug red”", "Exchange for “Mug green”")
    assert "Mug red: 500" in chat.turns[-1].text and "black" not in chat.turns[-1].text
    chosen = await chat.ask("the green one")
    assert chosen.reply is not None and chosen.reply.change is not None
    assert chosen.reply.change.lines[0].name == "Mug → Mug green"
    assert facts(chosen.reply.change) == "To pay: 30 ₽"


async def test_the_only_other_variant_in_stock_is_proposed_at_once() -> None:
    only = await OrderChat("ru").ask("обменяйте бельё из KL-10391, anna@example.ru")
    assert only.reply is not None and only.reply.change is not None
    assert only.reply.change.lines[0].name.endswith("→ Постельное бельё из сатина, белое"), "pink is sold out"


@pytest.mark.parametrize(
    "said",
    [
        "хочу вернуть чайник, он сломан. KL-10402 emma@example.com",
        "return the kettle from KL-10402, it came broken, emma@example.com",
        "поменяйте адрес заказа KL-10427 на Москва, Учебная, 8, anna@example.ru",
    ],
)
async def test_what_the_rules_leave_to_a_person_is_offered_to_one(said: str) -> None:
    result = await OrderChat("ru").ask(said)
    assert result.reply is not None and result.reply.change is None
    assert "Позвать оператора" in result.reply.quick_replies


@pytest.mark.parametrize(
    "said",
    [
        "отмените KL-10427, anna@example.ru",
        "отмените KL-10425, john@example.com",
        "хочу вернуть KL-10212, anna@example.ru",
        "хочу вернуть ткань из KL-10399, john@example.com",
    ],
)
async def test_what_is_forbidden_gets_a_reason_and_no_card(said: str) -> None:
    result = await OrderChat("ru").ask(said)
    assert result.reply is not None and result.reply.change is None
    assert result.reply.text.split("\n")[-1].startswith("Нет, ")


async def test_nobody_gets_a_card_before_the_order_is_proved_theirs() -> None:
    chat = OrderChat("ru")
    for words in ("отмените заказ KL-10433", "KL-10433 petr@example.ru", "отмените немедленно"):
        result = await chat.ask(words)
        assert result.reply is None or result.reply.change is None


async def test_a_detail_is_only_taken_for_one_when_it_does_not_ask_something_else() -> None:
    chat = OrderChat("ru")
    await chat.say("поменяйте адрес заказа KL-10433, anna@example.ru")
    assert "Заказ KL-10433 ожидается" in await chat.say("а когда он приедет?")
    await chat.say("поменяйте адрес заказа KL-10433")
    assert await chat.say("сколько стоит доставка в Казань?") == ELSEWHERE


@pytest.mark.parametrize(
    ("said", "start"),
    [
        ("Что с моим заказом KL-10433? anna@example.ru", "Заказ KL-10433 оплачен"),
        ("what is with my order KL-10440? emma@example.com", "Order KL-10440 is being packed"),
    ],
)
async def test_what_is_with_an_order_asks_for_its_status(said: str, start: str) -> None:
    assert start in await OrderChat("ru" if "Что" in said else "en").say(said)


async def test_a_question_for_details_comes_with_the_form_that_asks_for_them() -> None:
    chat = OrderChat("ru")
    forms: list[str] = []
    for words in ("где мой заказ?", "KL-99999 anna@example.ru", "KL-10433 anna@example.ru, смените адрес"):
        result = await chat.ask(words)
        assert result.reply is not None
        forms.append(result.reply.form)
    assert forms == ["identity", "identity", "address"]


@pytest.mark.parametrize(
    ("language", "asked"),
    [
        ("ru", "как вернуть товар?"),
        ("ru", "можно ли отменить заказ после оплаты"),
        ("ru", "как обменять на другой размер"),
        ("ru", "как поменять адрес доставки?"),
        ("en", "How do I return an item?"),
        ("en", "can orders be cancelled"),
        ("en", "how can I exchange something"),
        ("en", "how do I change the delivery address"),
    ],
)
async def test_who_asks_how_it_is_done_is_shown_how_to_begin_here(language: Language, asked: str) -> None:
    chat = OrderChat(language)
    general = await chat.ask(asked)
    assert general.reply is None and general.invitation
    begun = await chat.ask(general.invitation)
    assert begun.reply is not None and begun.reply.form == "identity"


@pytest.mark.parametrize(
    "asked", ["сколько стоит доставка?", "лампа пришла разбитой, как вернуть?", "thanks!"]
)
async def test_nothing_is_begun_that_was_not_asked_about(asked: str) -> None:
    assert (await OrderChat("ru").ask(asked)).invitation == ""
