"""What is said around an order: asking for proof, refusing; the same words for every kind of miss."""

from datetime import timedelta
from math import ceil

from app.domain.ids import Language
from app.domain.orders import Words

ASK_ALL = Words(
    ru="Чтобы показать заказ, нужно убедиться, что он ваш. Пришлите номер заказа и ещё одно из указанного "
    "при оформлении: e-mail, телефон либо имя, фамилию и почтовый индекс.",
    en="To show an order I need to know that it is yours. Please send the order number and one thing given"
    " when ordering: the e-mail, the phone, or the first and last name with the postcode.",
)
ASK_FACTOR = Words(
    ru="Чтобы показать этот заказ, нужно убедиться, что он ваш. Пришлите то, что указали при оформлении: "
    "e-mail, телефон либо имя, фамилию и почтовый индекс.",
    en="To show this order I need to know that it is yours. Please send what was given when ordering: the "
    "e-mail, the phone, or the first and last name with the postcode.",
)
ASK_ORDER = Words(
    ru="Спасибо. Чтобы показать заказ, пришлите ещё его номер: он есть в письме или SMS о заказе.",
    en="Thank you. To show the order I also need its number: it is in the e-mail or SMS about the order.",
)
ASK_CODE = Words(
    ru="Спасибо. Чтобы показать заказ, пришлите ещё почтовый индекс, указанный при оформлении (или e-mail,"
    " или телефон).",
    en="Thank you. To show the order I also need the postcode given when ordering (or the e-mail, or the "
    "phone).",
)
ASK_NAME = Words(
    ru="Спасибо. Чтобы показать заказ, пришлите ещё имя и фамилию получателя (или e-mail, или телефон).",
    en="Thank you. To show the order I also need the first and last name on it (or the e-mail, or the "
    "phone).",
)
WHERE_NUMBER = Words(
    ru="Номер заказа есть в письме или SMS о заказе и в личном кабинете. Если его нет под рукой, поможет "
    "оператор.",
    en="The order number is in the e-mail or SMS about the order and in your account. If you do not have "
    "it at hand, an operator can help.",
)
WHY_PROOF = Words(
    ru="Так ваши заказы не увидит посторонний. Пришлите номер заказа и e-mail, телефон либо имя с почтовым"
    " индексом, или позовите оператора.",
    en="This keeps your orders from strangers. Please send the order number and the e-mail, the phone, or "
    "the name with the postcode, or ask for an operator.",
)
NO_MATCH = Words(
    ru="Не удалось найти заказ с таким номером и такими данными, поэтому показать ничего не могу. "
    "Проверьте номер заказа и e-mail, телефон либо имя с почтовым индексом, указанные при оформлении, "
    "или позовите оператора.",
    en="I could not find an order with that number and those details, so there is nothing I can show. "
    "Please check the order number and the e-mail, the phone, or the name and postcode given when "
    "ordering, or ask for an operator.",
)
NOT_AMONG_YOURS = Words(
    ru="Не удалось найти такой номер среди ваших заказов, поэтому показать ничего не могу. Проверьте номер"
    " или позовите оператора.",
    en="I could not find that number among your orders, so there is nothing I can show. Please check the "
    "number, or ask for an operator.",
)
OTHERS = Words(
    ru="Показать могу только ваш собственный заказ: посторонним, даже близким, я данные не сообщаю. Если "
    "заказ ваш, пришлите его номер и e-mail, телефон либо имя с почтовым индексом.",
    en="I can only show your own order: I tell nothing to other people, not even to relatives. If the "
    "order is yours, please send its number and the e-mail, the phone, or the name with the postcode.",
)
WHICH = Words(
    ru="О каком заказе речь?",
    en="Which order do you mean?",
)
MATCHED = Words(
    ru="Спасибо, данные совпали.",
    en="Thank you, that matches.",
)
UNAVAILABLE = Words(
    ru="Простите, система заказов сейчас не отвечает. Попробуйте через пару минут или позовите оператора.",
    en="Sorry, the order system does not answer right now. Please try again in a couple of minutes, or ask"
    " for an operator.",
)
TALK_TO_PERSON = Words(
    ru="Позвать оператора",
    en="Talk to a person",
)

CHECK = Words(
    ru="Проверьте карточку ниже: изменится только то, что в ней написано, и только после нажатия кнопки.",
    en="Please check the card below: only what it says will change, and only once you press the button.",
)
WHICH_ITEM = Words(
    ru="Что именно?",
    en="Which item exactly?",
)
WHICH_VARIANT = Words(
    ru="На какой вариант поменять?",
    en="Which variant would you like instead?",
)
ASK_ADDRESS = Words(
    ru="Напишите новый адрес через запятую: город, улица, дом, квартира, индекс.",
    en="Please write the new address separated by commas: city, street, house, flat, postcode.",
)
BEFORE_PACKING = Words(
    ru="Зато пока заказ не собран, товар в нём можно заменить на другой вариант.",
    en="But as long as it is not packed, an item in it can be changed for another variant.",
)
NO_VARIANT = Words(
    ru="Другого цвета или размера этого товара сейчас нет в наличии.",
    en="No other colour or size of this item is in stock right now.",
)
BY_PERSON = Words(
    ru="Это лучше оформит оператор: он увидит весь разговор, повторять ничего не придётся.",
    en="This is best arranged by an operator, who sees the whole conversation: no need to repeat anything.",
)
NEED_EMAIL = Words(
    ru="Чтобы показать заказ, пришлите его номер и e-mail, указанный при оформлении: на него придёт код.",
    en="To show the order, please send its number and the e-mail given when ordering: a code comes to it.",
)
CODE_SENT = Words(
    ru="Если номер и e-mail совпали, на эту почту отправлен код из 6 цифр. Пришлите его сюда: он действует "
    "10 минут.",
    en="If the number and the e-mail match, a code of 6 digits is on its way to that address. Please send it "
    "here: it works for 10 minutes.",
)
CODE_WRONG = Words(
    ru="Код не подошёл. Проверьте цифры в письме или пришлите номер заказа и e-mail ещё раз, и придёт новый.",
    en="That code does not fit. Please check the digits in the letter, or send the order number and the "
    "e-mail again for a new one.",
)
_DETAILS = (WHICH_ITEM, WHICH_VARIANT, ASK_ADDRESS)

_CODES = (CODE_SENT, CODE_WRONG)
_FACTORS = (ASK_ALL, ASK_FACTOR, ASK_ORDER, ASK_CODE, ASK_NAME, NEED_EMAIL)
_ASKS = (*_CODES, *_FACTORS, WHERE_NUMBER, WHY_PROOF, NO_MATCH, OTHERS)


def too_many(wait: timedelta, language: Language) -> str:
    """Says that the tries are used up, and for how long."""
    minutes = max(1, ceil(wait.total_seconds() / 60))
    if language == "ru":
        return f"Слишком много попыток подряд. Попробуйте снова через {minutes} мин. или позовите оператора."
    return f"Too many attempts in a row. Please try again in {minutes} min, or ask for an operator."


def thanks_for_proof(text: str) -> bool:
    """True when an assistant's message with these words says that a proof has succeeded."""
    return MATCHED.ru in text or MATCHED.en in text


def asks_for_detail(text: str) -> bool:
    """True when an assistant's message with these words waits for a detail of a change."""
    return any(ask.ru in text or ask.en in text for ask in _DETAILS)


def asks_for_code(text: str) -> bool:
    """True when an assistant's message with these words waits for a code from a letter."""
    return any(ask.ru in text or ask.en in text for ask in _CODES)


def asks_for_address(text: str) -> bool:
    """True when an assistant's message with these words waits for an address."""
    return ASK_ADDRESS.ru in text or ASK_ADDRESS.en in text


def asks_for_proof(text: str) -> bool:
    """True when an assistant's message with these words waits for proof of identity."""
    return any(ask.ru in text or ask.en in text for ask in _ASKS)
