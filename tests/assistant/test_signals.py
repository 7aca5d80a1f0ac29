"""Signals read from a conversation, in both languages, without a hosted model."""

import pytest

from app.assistant.signals import SignalReader
from app.domain.escalation import Turn


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
    ],
)
def test_a_person_merely_mentioned_is_not_a_request(reader: SignalReader, text: str) -> None:
    assert reader.read([customer(text)]).asked_for_human < 0.5
