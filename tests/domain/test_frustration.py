"""Mood marks, likeness of questions and the trail, with the smallest lexicon that shows the rules."""

import re

import pytest

from app.domain.frustration import MoodWords, evidence_of, likeness, read_mood, says_again, trail

WORDS = MoodWords(
    negative=re.compile(r"(?<!\w)(?:ужас\w*|плох\w*|awful|bad)"),
    strong=re.compile(r"(?<!\w)(?:ужас\w*|awful)"),
    positive=re.compile(r"(?<!\w)(?:помогл\w*|хорош\w*|helped|great)"),
    not_helped=re.compile(r"не помогло|did not help"),
    resigned=re.compile(r"забудьте|forget it"),
    sarcasm=re.compile(r"спасибо за ничего|thanks for nothing"),
    relief=re.compile(r"спасибо|thanks"),
    sad_signs=re.compile(r"😡|\({2,}"),
    glad_signs=re.compile(r"😊|\){2,}"),
    negators=frozenset({"не", "not"}),
)


@pytest.mark.parametrize("text", ["не плохо", "not bad", "Где мой заказ?", "Where is my order?"])
def test_a_negated_or_plain_word_is_no_frustration(text: str) -> None:
    assert read_mood(text, WORDS).score == 0


@pytest.mark.parametrize("text", ["это не помогло", "it did not help", "ладно, забудьте", "okay, forget it"])
def test_an_answer_that_did_not_help_and_giving_up_are_frustration(text: str) -> None:
    assert read_mood(text, WORDS).score >= 0.5


@pytest.mark.parametrize(
    ("calm", "hot"), [("это ужас", "ЭТО УЖАС ПРОСТО!!!"), ("awful", "THIS IS AWFUL STUFF!!!")]
)
def test_shouting_makes_it_stronger(calm: str, hot: str) -> None:
    assert read_mood(hot, WORDS).anger > read_mood(calm, WORDS).anger > 0


@pytest.mark.parametrize("text", ["ЗАКАЗ AB-12345", "OK", "NIKE AIR MAX есть?", "номер IPHONE15PRO"])
def test_a_code_or_a_brand_in_capitals_is_not_shouting_with_feeling(text: str) -> None:
    mood = read_mood(text, WORDS)
    assert (mood.score, mood.anger) == (0, 0)


def test_thanks_turned_round_is_not_praise() -> None:
    assert read_mood("спасибо за ничего", WORDS).score > 0
    assert read_mood("thanks for nothing", WORDS).score > 0


def test_evidence_is_in_the_words_of_the_customer_gravest_first() -> None:
    assert evidence_of("Плохо. Просто ужасно, не помогло", WORDS) == ("ужасно", "не помогло", "плохо")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Где мой заказ 48213?", "так где же заказ мой"),
        ("how long is delivery to Leeds", "Delivery to Leeds - how long?"),
    ],
)
def test_the_same_need_in_other_order_is_alike(one: str, other: str) -> None:
    assert likeness(one, other) >= 0.6


def test_different_needs_are_not_alike() -> None:
    assert likeness("как вернуть кроссовки", "сколько стоит доставка") < 0.3
    assert likeness("how do I return shoes", "how much is delivery") < 0.3


def test_a_message_in_mostly_the_same_words_says_it_again() -> None:
    assert says_again("можно оплатить частями?", "ЧАСТЯМИ оплатить можно")
    assert says_again("Gde zakaz?", "где заказ")
    assert not says_again("where is my order", "how do I return it")


def test_the_trail_remembers_the_worst_and_forgets_slowly() -> None:
    assert trail([1.0, 0.0]) == pytest.approx(0.6)
    assert trail([0.2, 0.8]) == pytest.approx(0.8)
    assert trail([]) == 0
