"""What an operator reads about a conversation before the first word to the customer."""

from datetime import timedelta

import pytest

from app.assistant.packets import PacketWriter
from app.assistant.signals.reader import SignalReader
from app.assistant.story import Story
from app.catalogue import say
from app.domain.conversation import Conversation
from app.domain.escalation import Turn
from app.domain.handoff import Packet, Tried
from app.domain.ids import ConversationId, Language
from app.domain.orders import Identity
from tests.manual_clock import ManualClock


async def _no_orders(_identity: Identity | None, _language: Language) -> tuple[str, ...]:
    return ()


def _customer(text: str) -> Turn:
    return Turn(role="customer", text=text)


async def _packet(
    *turns: Turn, tried: tuple[Tried, ...] = (), identity: Identity | None = None, language: Language = "ru"
) -> Packet:
    story = Story(
        conversation_id=ConversationId("chat-1"),
        state=Conversation(language=language),
        turns=turns,
        question=turns[-1].text,
        earlier=(),
        tried=tried,
        offered_turns_ago=None,
        identity=identity,
    )
    return await PacketWriter(SignalReader(), _no_orders).write(story, "asked_for_human")


async def test_contacts_are_seen_and_cards_are_not() -> None:
    packet = await _packet(_customer("Пишите на anna@example.ru, карта 4242 4242 4242 4242"))
    assert "anna@example.ru" in packet.question
    assert "4242" not in packet.question + packet.summary


@pytest.mark.parametrize(
    ("method", "language", "said"),
    [
        ("order+email", "ru", "Подтверждена: номер заказа, e-mail"),
        ("order+name", "en", "Confirmed by order number, name and postcode"),
        ("token", "ru", "Подтверждена: вход на сайте магазина"),
        ("token", "en", "Confirmed by sign-in on the shop's site"),
    ],
)
async def test_it_says_how_the_customer_proved_who_they_are(
    clock: ManualClock, method: str, language: Language, said: str
) -> None:
    proven = Identity(account="account-77", method=method, until=clock() + timedelta(minutes=30))
    packet = await _packet(_customer("Где мой заказ?"), identity=proven, language=language)
    assert packet.identity == said


async def test_the_need_is_what_was_asked_before_a_person_came() -> None:
    packet = await _packet(
        _customer("Как вернуть вазу?"),
        Turn(role="operator", text="Здравствуйте, я помогу."),
        _customer("Спасибо, что подключились, очень жду вашего ответа"),
    )
    assert packet.question == "Как вернуть вазу?"


async def test_a_suggested_reply_sounds_like_a_person() -> None:
    lead = say("assistant.quotation_lead", "ru")
    quoted = Tried(question="Срок?", reply=f"{lead}\n\nВернуть можно за 14 дней.", kind="answer")
    packet = await _packet(_customer("Срок возврата?"), tried=(quoted,))
    assert "14 дней" in packet.suggested_reply
    assert lead not in packet.suggested_reply
