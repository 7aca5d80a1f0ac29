"""Small talk told from a matter, and answers to an offer, in both languages."""

import pytest

from app.assistant.smalltalk import SmallTalkReader

READER = SmallTalkReader()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Здравствуйте!", "greeting"),
        ("hi there", "greeting"),
        ("privet", "greeting"),
        ("Спасибо большое, всё понятно 😊", "thanks"),
        ("thx so much for your help!", "thanks"),
        ("до свидания", "goodbye"),
        ("bye, have a nice day", "goodbye"),
        ("ок 👍", "acknowledgement"),
        ("got it", "acknowledgement"),
        ("давайте", "affirm"),
        ("yes please", "affirm"),
        ("нет, спасибо", "deny"),
        ("no thanks", "deny"),
        ("👍", "acknowledgement"),
        ("???", "wordless"),
        ("...", "wordless"),
    ],
)
def test_a_message_of_small_talk_alone_is_recognised(text: str, kind: str) -> None:
    assert READER.small_talk(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "привет, где мой заказ",
        "hi, where is my order",
        "спасибо, а сколько ждать?",
        "пока не пришло",
        "thanks for nothing",
        "",
    ],
)
def test_a_message_with_a_matter_in_it_is_not_small_talk(text: str) -> None:
    assert READER.small_talk(text) is None


@pytest.mark.parametrize("text", ["да", "ок, давайте", "соедините", "yes please", "sure, go ahead", "ok"])
def test_consent_takes_an_offer(text: str) -> None:
    assert READER.accepts_offer(text) is True


@pytest.mark.parametrize(
    "text", ["нет", "не надо", "нет, спасибо", "no thanks", "not now", "no, that's all, thank you"]
)
def test_refusal_declines_an_offer(text: str) -> None:
    assert READER.accepts_offer(text) is False


@pytest.mark.parametrize("text", ["а сколько ждать?", "where is my parcel", "спасибо"])
def test_anything_else_is_neither(text: str) -> None:
    assert READER.accepts_offer(text) is None
