"""Ways of typing the same thing: what each edit does, and that it is the same every time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.edits import EDITS, edited


def test_each_edit_does_what_it_is_named_after() -> None:
    found = edited("Позовите, пожалуйста, ещё одного оператора!", "case-1")
    assert found["yo"] == "Позовите, пожалуйста, еще одного оператора!"
    assert found["capitals"] == "ПОЗОВИТЕ, ПОЖАЛУЙСТА, ЕЩЁ ОДНОГО ОПЕРАТОРА!"
    assert found["small letters"] == "позовите, пожалуйста, ещё одного оператора!"
    assert found["no punctuation"] == "Позовите пожалуйста ещё одного оператора"
    assert found["loose punctuation"].startswith("Позовите ,  пожалуйста ,  ещё")
    assert len(found["letter lost"]) == len(found["letter doubled"]) - 2
    assert set(found) == set(EDITS)


def test_a_letter_that_is_not_there_is_put_where_it_belongs() -> None:
    assert edited("Еще не пришел", "x").get("yo") is None
    assert edited("а еще мое", "x")["yo"] == "а ещё моё"


def test_an_amount_keeps_its_point() -> None:
    assert edited("It cost 9.99, why?", "x")["no punctuation"] == "It cost 9.99 why"


@pytest.mark.parametrize("text", ["", "?", "да", "12", "ok"])
def test_what_has_nothing_to_edit_is_left_alone(text: str) -> None:
    assert not {"letters swapped", "letter lost", "letter doubled", "neighbouring key"} & set(
        edited(text, "x")
    )


@given(st.text(max_size=80), st.text(max_size=8))
def test_an_edit_is_the_same_every_time_and_never_nothing(text: str, key: str) -> None:
    found = edited(text, key)
    assert found == edited(text, key)
    assert all(changed != text for changed in found.values())
