"""The two questions that are told by grammar: what am I talking to, and give me a person."""

import time

import pytest

from app.assistant.signals import SignalReader
from app.assistant.signals.cues import BotCues, PersonCues
from app.assistant.signals.grammar import InterlocutorGrammar, RequestGrammar
from app.assistant.signals.judgement import asked_for_human, asks_what_speaks
from app.domain.escalation import Turn

INTERLOCUTOR = InterlocutorGrammar()
REQUEST = RequestGrammar(INTERLOCUTOR)


def asks_for_person(text: str) -> bool:
    return SignalReader().read([Turn(role="customer", text=text)]).asked_for_human >= 0.5


@pytest.mark.parametrize(
    "text",
    [
        "вернуть лампу хочу, чек потеряла. а вы, кстати, сотрудница или нейросеть? и сколько ждать денег?",
        "мне отвечает скрипт?",
        "сознавайтесь, тут робот",
        "на том конце кто-нибудь живой?",
        "люди так быстро не печатают",
        "my lamp came broken and the receipt is lost. are you by any chance a bot? and how long is a refund?",
        "is it software that writes these answers?",
        "confess, you're a machine",
        "nobody human types that fast",
        "you are a program. am I right?",
    ],
)
def test_a_challenge_is_found_in_whatever_sentence_it_stands(text: str) -> None:
    assert INTERLOCUTOR.read(text).asks


@pytest.mark.parametrize(
    "text",
    [
        "эй, мой заказ уже уехал?",
        "ты можешь посмотреть, где посылка?",
        "понимаю, что ты бот, скажи только срок",
        "робот-мойщик окон есть?",
        "это настоящий лён?",
        "сайт просит подтвердить, что я не робот",
        "ваш курьер человек или дрон?",
        "hey has my order left already?",
        "are you out of the green ones?",
        "since you're a bot, count it for me",
        "is the robot mop in stock?",
        "is this real linen?",
        "the form says confirm you are not a robot",
        "is the driver a person or a drone?",
    ],
)
def test_orders_goods_and_forms_are_no_challenge(text: str) -> None:
    assert not INTERLOCUTOR.read(text).asks


@pytest.mark.parametrize(
    "text",
    [
        "пусть со мной свяжется кто-нибудь из вашего склада",
        "с железякой ругаться не стану",
        "дальше только с живым сотрудником",
        "верните мне ту девушку, которая утром писала",
        "передайте это тому, кто принимает решения",
        "have one of your accountants ring me",
        "I won't argue with a toaster",
        "from now on only with a human",
        "put me through to the florist",
        "hand it over to somebody who decides",
    ],
)
def test_a_request_without_the_usual_words_is_told_by_grammar(text: str) -> None:
    assert REQUEST.read(text).asks


@pytest.mark.parametrize(
    "text",
    [
        "никого не зовите, сам разберусь",
        "с тобой проще, чем с оператором",
        "подарок начальнице посоветуйте",
        "менеджер вчера говорил про скидку",
        "передайте курьеру код домофона",
        "don't put me through to anybody",
        "you're easier than an agent",
        "a mug for my manager",
        "your agent said it ships today",
        "tell the driver the door code",
    ],
)
def test_a_person_refused_or_told_of_is_no_request_by_grammar(text: str) -> None:
    assert not REQUEST.read(text).asks


@pytest.mark.parametrize(
    "text",
    [
        "вы, извините, электронная?",
        "почему вы скрываете, что вы программа",
        "ваши фразы все как будто заготовленные",
        "вы хоть иногда спите или у роботов это не принято",
        "если вы правда человек, назовите столицу вашей улицы",
        "мой собеседник вообще является человеком?",
        "вас посадили отвечать вместо людей, потому что вы робот?",
        "ви живои?",
        "сын сказал, что тут нейросеть, это так?",
        "do you even sleep?",
        "if you're really a person, describe your desk",
        "your replies all sound so canned",
        "my son says you're a bot, is he right?",
        "you must be some kind of automated helper",
    ],
)
def test_a_challenge_is_heard_in_life_in_names_and_in_how_the_answers_are_made(text: str) -> None:
    assert INTERLOCUTOR.read(text).asks


@pytest.mark.parametrize(
    "text",
    [
        "у вас есть шаблоны для росписи?",
        "вам назвать номер заказа или код?",
        "вы там спите? где посылка",
        "отзывы пишут живые люди или вы?",
        "привезёте сами или роботом?",
        "я так понимаю, чек не нужен?",
        "do you have a heart-shaped frame?",
        "is this an automatic umbrella?",
        "if you are out of it, tell me when it is back",
        "which engine powers this mower?",
    ],
)
def test_goods_delivery_and_reproaches_are_no_challenge(text: str) -> None:
    assert not INTERLOCUTOR.read(text).asks


@pytest.mark.parametrize(
    "text",
    [
        "отведите меня к своему управляющему",
        "зови подкрепление",
        "дай вменяемого",
        "кто-нибудь из ваших, откликнитесь",
        "есть у вас кто в этом разбирается",
        "замените бота на сотрудника",
        "нужна ирина из отдела доставки",
        "позовите бригадира",
        "send in reinforcements",
        "would one of your colleagues be available",
        "could peter from billing text me back",
        "put him back on",
    ],
)
def test_whoever_is_called_by_a_quality_a_name_or_as_help_is_a_person(text: str) -> None:
    assert REQUEST.read(text).asks


@pytest.mark.parametrize(
    "text",
    [
        "нужен ли специалист для монтажа полки?",
        "пришлите мастера на замер",
        "дайте старшую модель",
        "нужна справка из бухгалтерии",
        "is a technician required to mount it?",
        "can the store text me when it is ready",
        "need a backup battery",
    ],
)
def test_home_visits_papers_and_goods_are_no_request(text: str) -> None:
    assert not REQUEST.read(text).asks


def test_who_asks_whether_a_person_is_there_asks_for_nobody() -> None:
    assert not REQUEST.read("тут кто-нибудь живой за экраном или это скрипт?").asks
    assert not REQUEST.read("confirm that I'm chatting with a live employee").asks


def test_a_telling_phrase_outweighs_a_doubtful_classifier() -> None:
    assert asks_what_speaks(BotCues(asks=1), 0.01) >= 0.9
    assert asked_for_human(PersonCues(told=1), BotCues(), 0.01) >= 0.9


def test_a_classifier_alone_must_be_all_but_certain() -> None:
    assert asks_what_speaks(BotCues(), 0.9) < 0.5
    assert asks_what_speaks(BotCues(knows=1, nature=1), 1.0) < 0.5
    assert asked_for_human(PersonCues(mentioned=1, negated=1), BotCues(), 0.9) < 0.5


@pytest.mark.parametrize(
    ("slip", "is_request"), [("позвоните мне", True), ("отзовите заказ", False), ("объедините заказы", False)]
)
def test_a_word_of_its_own_is_not_mended_into_a_request(slip: str, is_request: bool) -> None:
    assert asks_for_person(slip) is is_request


@pytest.mark.parametrize(
    "text",
    [
        "ты " * 1333,
        "честно скажи что ты не тут с " * 130,
        "transfer me to the my " * 190,
        "are you a real " * 260,
        "ответы у вас, все эти, вообще, " * 130,
        "есть у вас тут хоть кто там " * 145,
        "мне говорят, что это вы, " * 160,
        "would a human of the be " * 165,
    ],
)
def test_four_thousand_letters_of_half_questions_are_read_at_once(text: str) -> None:
    started = time.process_time()
    INTERLOCUTOR.read(text)
    REQUEST.read(text)
    assert time.process_time() - started < 1
