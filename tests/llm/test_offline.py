"""Quotation: what is quoted, with which conditions, how it reads, in both languages."""

import re
from collections.abc import Iterable, Sequence

import pytest

from app.domain.grounding import Passage
from app.domain.ids import ArticleId, Language, PassageId
from app.domain.language import detect_language
from app.knowledge.reading.glossary import Glossary
from app.knowledge.reading.words import Stemmer
from app.llm.offline import Quotation, Quoted

STEMMER = Stemmer()
QUOTATION = Quotation(STEMMER, Glossary(STEMMER))

COURIER = """Курьер привозит заказы до двери. Интервал доставки вы выбираете при оформлении.

| Город | Цена курьера | Срок |
|---|---|---|
| Казань | 520 ₽ | 3–4 дня |
| Тула | 390 ₽ | 1–2 дня |

Курьер ждёт у двери 15 минут."""
RETURNS = """Мы понимаем, что вещь может не подойти. Вернуть товар можно в течение 14 дней.
Это касается только нераспечатанных вещей. Подробнее читайте в статье [о браке](kb:return-defective)."""
POST = """Почта принимает посылки до 10 кг:

- до 5 кг — 350 ₽
- от 5 до 10 кг — 550 ₽
- больше 10 кг — почтой не отправляем"""
REPAIR = """To have an appliance repaired:

1. Take a photo of the fault.
2. Send it with the order number in the chat.
3. Hand the item to the courier.

A repair takes up to 45 days. It is free unless the item was dropped."""
ROOM = "Our only showroom is in Leeds. It is open daily, 10 am to 6 pm. Dogs are welcome!"


def passage(
    text: str, article: str, lang: Language = "ru", *, title: str = "", heading: str = "", score: float = 1.0
) -> Passage:
    return Passage(
        id=PassageId(f"{article}.0"),
        article_id=ArticleId(article),
        lang=lang,
        title=title,
        heading=heading,
        text=text,
        score=score,
    )


COURIER_RU = passage(COURIER, "courier", title="Доставка курьером")
RETURNS_RU = passage(RETURNS, "returns", title="Возврат")
POST_RU = passage(POST, "post", title="Почта")
REPAIR_EN = passage(REPAIR, "repair", "en", title="Repair")
ROOM_EN = passage(ROOM, "room", "en", title="Showroom")


def quoted(question: str, *passages: Passage, language: Language = "ru") -> Quoted:
    answer = QUOTATION.compose(question, passages, language)
    assert answer is not None
    return answer


def articles(answer: Quoted) -> list[str]:
    return [str(citation.article_id) for citation in answer.citations]


def test_the_row_of_the_asked_city_is_quoted_as_a_sentence_without_its_neighbours() -> None:
    answer = quoted("сколько стоит курьер в Казань?", COURIER_RU)
    assert "Казань: цена курьера — 520 ₽, срок — 3–4 дня." in answer.text
    assert "Тула" not in answer.text
    assert "|" not in answer.text


def test_a_question_without_a_city_gets_every_row() -> None:
    answer = quoted("сколько стоит доставка курьером и какой срок?", COURIER_RU)
    assert "520 ₽" in answer.text
    assert "390 ₽" in answer.text


def test_a_quantity_picks_the_line_of_the_price_list_that_holds_it() -> None:
    answer = quoted("посылка весит 7 кг, сколько возьмёт почта?", POST_RU)
    assert "550 ₽" in answer.text
    assert "350 ₽" not in answer.text


def test_the_condition_that_limits_a_rule_goes_with_it() -> None:
    answer = quoted("за сколько дней можно вернуть вещь?", RETURNS_RU)
    assert "14 дней" in answer.text
    assert "только нераспечатанных" in answer.text


def test_a_pointer_to_another_article_is_not_an_answer_and_links_into_the_base_become_words() -> None:
    answer = quoted("где почитать о браке?", RETURNS_RU)
    assert "kb:" not in answer.text
    assert "](" not in answer.text


def test_steps_are_quoted_whole_numbered_and_introduced() -> None:
    answer = quoted("how do I get my toaster repaired?", REPAIR_EN, language="en")
    assert "To have an appliance repaired:\n\n1. Take a photo" in answer.text
    assert "3. Hand the item to the courier." in answer.text


@pytest.mark.parametrize(
    ("heading", "lead"),
    [("Гарантия › Что она не покрывает", "Что она не покрывает:"), ("Не всё?", "Не всё?")],
)
def test_a_list_without_an_introduction_is_quoted_under_its_heading(heading: str, lead: str) -> None:
    excluded = passage("- Сколы и бой посуды.\n- Накипь в чайниках.", "warranty", heading=heading)
    quoted = QUOTATION.compose("накипь в чайнике по гарантии чинят?", [excluded], "ru")
    assert quoted is not None
    assert f"{lead}\n\n- " in quoted.text
    assert "Накипь в чайниках." in quoted.text


def test_a_sentence_that_leans_on_the_one_before_brings_it_along() -> None:
    answer = quoted("is it free?", REPAIR_EN, language="en")
    assert "A repair takes up to 45 days. It is free unless" in answer.text


def test_two_questions_are_answered_in_turn_each_with_its_citation() -> None:
    parts = [("how long does a repair take?", [REPAIR_EN]), ("when is the showroom open?", [ROOM_EN])]
    answer = QUOTATION.compose("repair time and showroom hours?", [], "en", parts)
    assert answer is not None
    assert answer.text.index("45 days") < answer.text.index("10 am to 6 pm")
    assert articles(answer) == ["repair", "room"]


def test_a_follow_up_is_read_with_what_it_leaves_unsaid() -> None:
    answer = QUOTATION.compose(
        "а в Тулу?", [COURIER_RU], "ru", context="сколько стоит курьер в Казань? а в Тулу?"
    )
    assert answer is not None
    assert "390 ₽" in answer.text
    assert "520 ₽" not in answer.text


@pytest.mark.parametrize(
    ("question", "source", "language"),
    [("когда открыт шоурум?", ROOM_EN, "ru"), ("how much is a courier to Kazan?", COURIER_RU, "en")],
)
def test_a_quotation_in_the_other_language_is_excused_in_the_customers(
    question: str, source: Passage, language: Language
) -> None:
    answer = quoted(question, source, language=language)
    opening, closing = answer.text.split("\n\n")[0], answer.text.split("\n\n")[-1]
    assert detect_language(opening, source.lang) == language
    assert detect_language(closing, source.lang) == language


def test_a_reply_opens_with_a_courtesy_and_holds_no_headings_or_pictures() -> None:
    article = passage("## Цены\n\n![фото](a.png)\n\nУпаковка стоит 250 ₽. <b>Ленту</b> дарим.", "wrap")
    answer = quoted("сколько стоит упаковка?", article)
    assert answer.text.startswith("Вот что")
    assert not re.search(r"#|!\[|</?b>", answer.text)
    assert "250 ₽" in answer.text


def test_a_citation_carries_the_words_it_stands_for() -> None:
    (citation,) = quoted("is there a showroom?", ROOM_EN, language="en").citations
    assert "Leeds" in citation.quote
    assert citation.passage_id == ROOM_EN.id


def test_nothing_found_is_nothing_said() -> None:
    assert QUOTATION.compose("что угодно", [], "ru") is None
    assert QUOTATION.compose("что угодно", [passage("## Пусто\n\n", "empty")], "ru") is None


def test_the_same_words_in_give_the_same_reply_out() -> None:
    asked = ("сколько стоит почта и курьер", (COURIER_RU, POST_RU, RETURNS_RU))
    again = Quotation(STEMMER, Glossary(STEMMER)).compose(asked[0], asked[1], "ru")
    assert QUOTATION.compose(asked[0], asked[1], "ru") == again


def test_a_quotation_stays_short_however_long_the_passages_are() -> None:
    long = " ".join(
        f"Доставка номер {number} стоит {number} ₽ и идёт {number} дней." for number in range(2, 90)
    )
    assert len(quoted("сколько стоит доставка?", passage(long, "long")).text) < 700


def test_every_quoted_unit_stands_in_its_passage() -> None:
    def words(text: str) -> list[str]:
        return re.findall(r"\w+", text.lower())

    for question, source in (("сколько идёт в Тулу", COURIER_RU), ("how long is a repair", REPAIR_EN)):
        answer = quoted(question, source, language=source.lang)
        assert _in_order(words(answer.citations[0].quote), set(words(source.text)))


def _in_order(said: Iterable[str], known: set[str]) -> bool:
    return all(word in known or word.isdigit() for word in said)


class ToldAnswers:
    """Says of given sentences that such ones answer."""

    def __init__(self, *answers: str) -> None:
        self._answers = answers

    def nearness(self, question: str, sentences: Sequence[str]) -> Sequence[float]:
        return [5.0 if sentence in self._answers else 0.0 for sentence in sentences]


PIECES = passage(
    "A mug is a fine gift. Photograph the damage within 48 hours. We read every letter.", "damaged", "en"
)


def test_what_answers_such_questions_is_quoted_though_it_shares_no_word_with_the_question() -> None:
    told = Quotation(STEMMER, Glossary(STEMMER), ToldAnswers("Photograph the damage within 48 hours."))
    answer = told.compose("my mug came in bits", [PIECES], "en")
    assert answer is not None
    assert answer.text.endswith("\n\nPhotograph the damage within 48 hours.")
    assert "A mug is a fine gift." in quoted("my mug came in bits", PIECES, language="en").text


def test_a_question_back_is_not_quoted_beside_an_answer() -> None:
    kettle = passage("Has your kettle broken? A kettle is repaired within 30 days.", "kettle", "en")
    answer = quoted("how long does it take to repair a kettle?", kettle, language="en")
    assert "30 days" in answer.text
    assert "Has your" not in answer.text


def test_no_more_than_three_articles_are_quoted() -> None:
    alike = [passage(f"Доставка в город номер {n} стоит {n}00 ₽.", f"city-{n}") for n in range(1, 6)]
    assert len(articles(quoted("сколько стоит доставка?", *alike))) == 3
