"""Slips of the keyboard: what is put right, and what is left alone because it is a word."""

import pytest

from app.assistant.signals.cues import Cues
from app.assistant.signals.slips import WordMender, is_slip

MENDER = WordMender(["robot", "оператора", "court", "power", "доставка", "оператору"], ["powder"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("roobt", "robot"),
        ("robbot", "robot"),
        ("rovot", "robot"),
        ("rbot", "robot"),
        ("оперратора", "оператора"),
        ("опиратора", "оператора"),
        ("достквка", "доставка"),
        ("дотавка", "доставка"),
    ],
)
def test_one_slip_in_a_word_that_customers_use_is_put_right(typed: str, meant: str) -> None:
    assert MENDER.meant_by(typed) == meant


@pytest.mark.parametrize("word", ["powder", "tower", "poker", "robots", "courage", "ampersand", "power"])
def test_a_word_is_left_alone(word: str) -> None:
    assert MENDER.meant_by(word) == word


@pytest.mark.parametrize(
    ("typed", "meant", "is_one"),
    [
        ("fired", "tired", False),  # the first letter is taken to be right
        ("тупая", "тугая", False),  # far apart on the keyboard, and they do not sound alike
        ("lawyre", "lawyer", True),
        ("lawyer", "lawyer", False),
        ("lwayre", "lawyer", False),  # two slips
        ("courtt", "court", True),
        ("courts", "court", False),
    ],
)
def test_hands_and_ears_make_some_slips_and_not_others(typed: str, meant: str, is_one: bool) -> None:
    assert is_slip(typed, meant) is is_one


def test_of_two_words_the_more_frequent_one_was_meant() -> None:
    assert MENDER.meant_by("операторв") == "оператора"


def test_a_forgotten_apostrophe_is_the_first_thing_to_think_of() -> None:
    assert WordMender(["want", "won't"], ()).meant_by("wont") == "won't"


def test_a_short_word_is_meant_only_where_it_is_frequent() -> None:
    seldom = [f"слово{number}" for number in range(1_000)]
    assert WordMender(["what", *seldom], ()).meant_by("waht") == "what"
    assert WordMender([*seldom, "what"], ()).meant_by("waht") == "waht"


def test_addresses_are_no_words() -> None:
    assert MENDER.mend("roobt roobt@example.com https://roobt.example #roobt") == (
        "robot roobt@example.com https://roobt.example #roobt"
    )


def test_words_of_the_help_centre_and_inflected_ones_keep_their_meaning() -> None:
    cues = Cues()
    for said in (
        "do you sell powder and pocket torches",
        "the laser printer seal is broken",
        "эта тупая машина",
    ):
        assert cues.mended(said) == said
    assert cues.mended("переключите меня на чнловека") == "переключите меня на человека"
