"""How a message is read before it is searched for."""

from collections import Counter

import pytest

from app.knowledge.reading.glossary import Glossary
from app.knowledge.reading.questions import read
from app.knowledge.reading.repair import repair
from app.knowledge.reading.vocabulary import Vocabulary
from app.knowledge.reading.words import Stemmer, language_of, tokens

TEXT = """доставка курьером стоит 390 рублей статус заказа видно в кабинете вернуть товар можно без чека
возврат денег на карту гарантия на лампы
courier delivery costs 390 rubles order status is shown in the account
return an item without a receipt warranty"""


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    stemmer = Stemmer()
    return Vocabulary(Counter(tokens(TEXT)), stemmer, Glossary(stemmer))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cnfnec pfrfpf", "статус заказа"),
        ("ljcnfdrf rehmthjv", "доставка курьером"),
        ("dthyenm njdfh ,tp xtrf", "вернуть товар без чека"),
        ("kak vernut tovar bez cheka", "как вернут товар без чека"),
        ("вудшмукн ыефегы", "delivery status"),
        ("скока стоит доставка", "сколько стоит доставка"),
        ("How do I return an item?", "how do i return an item?"),
        ("iphone 15 pro max", "iphone 15 pro max"),
        ("Как вернуть товар?", "как вернуть товар?"),
    ],
)
def test_slips_of_the_keyboard_are_undone_and_plain_text_is_left_alone(
    typed: str, meant: str, vocabulary: Vocabulary
) -> None:
    assert repair(typed, vocabulary) == meant


@pytest.mark.parametrize(
    ("typo", "word"),
    [("достака", "доставка"), ("гарнтия", "гарантия"), ("warrenty", "warranty"), ("delivrey", "delivery")],
)
def test_a_typo_is_read_as_the_word_of_the_base(typo: str, word: str, vocabulary: Vocabulary) -> None:
    assert vocabulary.mend(typo) == word


@pytest.mark.parametrize("word", ["доставку", "карт", "390000", "возвращать", "купон", "the"])
def test_known_short_and_shop_words_are_not_mended(word: str, vocabulary: Vocabulary) -> None:
    assert vocabulary.mend(word) is None


@pytest.mark.parametrize(
    ("message", "questions"),
    [
        ("Сколько стоит доставка и как вернуть товар?", 2),
        ("How much is delivery, and can I return an item?", 2),
        ("Сколько стоит доставка? А гарантия на лампы есть?", 2),
        ("Сколько стоит доставка?", 1),
        ("возврат и обмен", 1),
        ("return or exchange", 1),
    ],
)
def test_two_questions_are_told_apart(message: str, questions: int, vocabulary: Vocabulary) -> None:
    assert len(read(message, vocabulary).queries) == questions


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        (
            "Здравствуйте. Сын подарил мне лампу на день рождения. Можно ли вернуть товар без чека?",
            "можно ли вернуть товар без чека?",
        ),
        (
            "Hello! My sister gave me this lamp last week. Can I return an item without a receipt?",
            "can i return an item without a receipt?",
        ),
    ],
)
def test_a_question_is_found_in_a_story(message: str, asked: str, vocabulary: Vocabulary) -> None:
    reading = read(message, vocabulary)
    assert [query.text for query in reading.queries] == [asked]
    story = vocabulary.stemmer.stem("лампу") if "ламп" in message else vocabulary.stemmer.stem("lamp")
    assert reading.queries[0].stems[story] < 1, "the story still counts, for less"


@pytest.mark.parametrize(
    ("before", "message"),
    [("Как вернуть товар?", "а если без чека?"), ("How do I return an item?", "and without a receipt?")],
)
def test_a_follow_up_is_completed_by_what_was_asked_before(
    before: str, message: str, vocabulary: Vocabulary
) -> None:
    reading = read(message, vocabulary, earlier=[before])
    assert reading.is_follow_up
    assert reading.queries[0].text == f"{before.lower()} {message}"
    assert not read(message, vocabulary).is_follow_up


@pytest.mark.parametrize(
    ("before", "message"),
    [
        ("Как вернуть товар?", "Сколько стоит доставка курьером?"),
        ("How do I return an item?", "How much is courier delivery?"),
    ],
)
def test_a_new_subject_is_no_follow_up(before: str, message: str, vocabulary: Vocabulary) -> None:
    assert not read(message, vocabulary, earlier=[before]).is_follow_up


@pytest.mark.parametrize("message", ["", "   ", "???", "👍", "12345", "a" * 4000, "и" * 4000])
def test_anything_at_all_can_be_read(message: str, vocabulary: Vocabulary) -> None:
    assert len(read(message, vocabulary, earlier=["", "как вернуть товар"]).queries) == 1


def test_the_language_of_most_letters_is_the_language() -> None:
    assert language_of("где мой order") == "ru"
    assert language_of("where is my заказ") == "en"
    assert language_of("12345", default="en") == "en"
