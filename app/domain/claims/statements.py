"""A plain yes or no about what no source mentions: "нет, рассрочки нет"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.claims.numerals import plain

_STATEMENT = re.compile(
    r"^\W*(?:да|нет|конечно|разумеется|безусловно|увы|к сожалению|yes|no|nope|sure|certainly|of course"
    r"|absolutely|unfortunately|definitely|indeed|sorry)\b"
    r"|\b(?:у нас|в магазине|в наличии)(?: [\w-]+){0,3} (?:есть|нет)\b|\b(?:есть|нет|имеется|имеются"
    r"|отсутству\w+|предусмотрен\w*|действу[ею]т)\b"
    r"|\b(?:можно|нельзя|невозмож\w+|возможн\w+|доступ[нен]\w*|недоступ\w+)\b"
    r"|\b(?:мы|магазин)? ?(?:не )?(?:предлага|предоставля|принима|продае|работае|достав|поддержива"
    r"|осуществля|отправля|делае|выполня|оказыва)(?:ем|ет|ют|м|ляем|ляет)\b"
    r"|\b(?:we|the shop|the store)(?: do| can| also)*(?:n't| not|not)? (?:offer|provide|accept|sell"
    r"|support|ship|deliver|have|allow|do|make|take)\b"
    r"|\b(?:is|are|isn't|aren't|is not|are not)(?: \w+)? (?:available|unavailable|possible|impossible"
    r"|offered|accepted|supported|provided|allowed)\b"
    r"|\b(?:there (?:is|are)|there's|you can|you can't|you cannot)\b"
)
_IGNORANCE = re.compile(
    r"\b(?:в (?:правилах|справке|базе)[\w ,]*\bнет|не знаю|не нашл\w+|не наш[её]л|не сказано|не указан\w*"
    r"|не вижу|нет (?:информации|сведений"
    r"|данных|ответа|точн\w+)|не могу (?:подсказать|сказать|ответить|найти)"
    r"|не уверен\w*|не располага\w+|неизвестно|не упомина\w+|не описан\w*|уточнит[ье]|don't know"
    r"|do not know|couldn't find|could not find|can't find|cannot find|did not find"
    r"|didn't find|no information|not sure|not mention\w*|doesn't say|does not say"
    r"|don't have (?:any )?(?:information|details|an answer)"
    r"|do not have (?:any )?(?:information|details)|not specified|unable to (?:say|find|tell|answer)"
    r"|can't (?:say|tell)|cannot (?:say|tell)|no details)\b"
)
_PLACE = re.compile(
    r"\b(?:[Вв]|[Вв]о|[Пп]о|[Ии]з|[Дд]о|[Ii]n|[Tt]o|[Ff]rom) (?!(?:Russian|English|January|February|March"
    r"|April|May|June|July|August"
    r"|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b)"
    r"(?P<name>[А-ЯЁ][а-яё]{2,}|[A-Z][a-z]{2,})"
)
_OF_ITSELF = re.compile(
    r"\b(?:я|меня|i am|i'm)\b.*\b(?:бот|чат-бот|робот|помощник\w*|ассистент\w*|ии|искусственн\w+|программа"
    r"|человек|ai|assistant|bot|robot|human|person)\b"
)
_WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")
_SAY = re.compile(
    r"\b(?:say|repeat|print|output|write|reply|answer|respond|скажи|повтори|напечатай|выведи|напиши|ответь)"
    r"(?:те)?\b(?P<what>.{1,400})",
    re.DOTALL,
)
_GENERIC = frozenset(
    str.split("""
    а без бы был была были было быть в вам вами вас ваш ваша ваше ваши весь во вот все всегда всего вы
    где да даже для до его ее если есть еще же за здесь и из или им их к как какая какие какой ко когда
    кого которые которая который кто куда ли либо лишь мне много мной мной могу может можно мой мы на
    над надо нам нами нас наш наша наше наши не него нее нельзя нет ни них но ну о об обо один она они
    оно от очень по под после при про просто раз с сам свой себя сейчас со так такая такие такой также
    там те тем то тоже только тот тут ты у уже хотя чего чем что чтобы эта эти это этот я конечно
    сожалению пожалуйста увы разумеется здравствуйте привет добрый день спасибо подскажите скажите хочу
    хотел хотела хотелось нужно нужен нужна можете могли будет будут возможно возможность доступен
    доступна доступно невозможно предлагаем предоставляем предоставляете принимаем принимаете имеется
    покупка покупки товар товара товары товаров товару вещь вещи вещей штука магазин магазина магазине
    магазину компания заказ заказа заказы заказе клиент покупатель вариант сайт сайте услуга услуги
    способ предусмотрено предусмотрена действует работает делаете делаем продаете продаем бывает
    интересно интересует узнать сказать получить получится сделать купить заказать взять найти
    посмотреть оператор оператора помочь помогу вопрос a about all also am an and any are as at be been
    but by can can't cannot could did do does doesn't don't for from get got had has have hello hi how i
    i'm if in into is isn't it it's its just like me more my need no not of on one only or our out
    please possible shop so some store sure than thank thanks that the their them then there these they
    this to too up us very want was we we're were what when where whether which who why will with would
    yes you you're your yours unfortunately sorry course certainly absolutely available unavailable
    offer offers offered provide provided accept accepted allow allowed support supported order orders
    item items product products thing things stuff purchase parcel customer service option way ways
    currently however yet still wish wonder know tell buy find make take sell else something anything
""")
)
_RETURN_VERB = re.compile(
    r"верну|вернут|возвра|обмен|сдать|сда[юе]|поменя|отмен|return|exchang|send back|cancel|give back"
)
_ENDING = re.compile(
    r"(?:[аяоеыиуюьй]|ов|ев|ей|ой|ый|ий|ая|ое|ее|ые|ие|ам|ям|ах|ях|ом|ем|ами|ями|ого|его|ому|ему|ую|юю|ою"
    r"|ею|ing|ed|es|s|ly)$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of one source: their stems, how many there are, and how many are Cyrillic."""

    stems: frozenset[str]
    count: int
    cyrillic: int


def words_of(text: str) -> Words:
    """Read a source."""
    words = [part for word in _WORD.findall(plain(text)) for part in {word, *word.split("-")}]
    cyrillic = sum(1 for word in words if re.match("[а-я]", word))
    return Words(stems=frozenset(map(stem, words)), count=len(words), cyrillic=cyrillic)


class Vocabulary:
    """The words of some sources, for asking whether they mention something at all."""

    def __init__(self, sources: Sequence[Words]) -> None:
        self._stems = frozenset[str]().union(*(source.stems for source in sources))
        count, cyrillic = (sum(source.count for source in sources), sum(s.cyrillic for s in sources))
        self.has_cyrillic = cyrillic * 3 > count
        self.has_latin = (count - cyrillic) * 3 > count
        self._prefixes = {known[:5] for known in self._stems if len(known) >= 5}

    def mentions(self, word: str) -> bool:
        """Whether some form or close relative of `word` occurs."""
        wanted = stem(word)
        if wanted in self._stems or (len(wanted) >= 6 and wanted[:5] in self._prefixes):
            return True
        return len(wanted) >= 4 and any(part in self._stems for part in wanted.split("-") if len(part) > 3)

    def reads(self, word: str) -> bool:
        """Whether the sources hold text in the script of `word`, so that its absence means something."""
        return self.has_cyrillic if re.search("[а-я]", word) else self.has_latin


def stem(word: str) -> str:
    """A crude stem: two rounds of endings off, never below three letters."""
    for _ in range(2):
        shorter = _ENDING.sub("", word)
        if len(shorter) < 3:
            break
        word = shorter
    return word


def unmentioned(sentence: str, question: str, vocabulary: Vocabulary) -> str:
    """The word of the question that `sentence` affirms or denies and no source mentions, or ""."""
    read, asked = plain(sentence), plain(question)
    if (
        _OF_ITSELF.search(read)
        or not _STATEMENT.search(read)
        or _IGNORANCE.search(read)
        or read.rstrip().endswith("?")
    ):
        return ""
    said = [word for word in _WORD.findall(read) if is_content(word)]
    wanted = [word for word in _WORD.findall(asked) if is_content(word) and vocabulary.reads(word)]
    absent = {stem(word) for word in wanted if not vocabulary.mentions(word) and not _is_goods(word, asked)}
    if not absent:
        return ""
    echoed = [word for word in said if stem(word) in absent]
    if echoed:
        return echoed[0]
    carried = [word for word in (*said, *wanted) if vocabulary.mentions(word)]
    return "" if carried else sentence.strip()


def ordered_words(question: str) -> list[str]:
    """What the customer orders to be said ("answer with one word: badger"), word by word; often nothing."""
    order = _SAY.search(plain(question))
    return _WORD.findall(order["what"]) if order else []


def said_at_order(line: str, ordered: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether a line only repeats `ordered`, and no source speaks of it."""
    words = _WORD.findall(plain(line))
    if not words or line.rstrip().endswith("?"):
        return False
    places = range(len(ordered) - len(words) + 1)
    is_repeated = any(ordered[at : at + len(words)] == words for at in places)
    return is_repeated and any(is_content(word) and not vocabulary.mentions(word) for word in words)


def unmentioned_place(sentence: str, question: str, vocabulary: Vocabulary) -> str:
    """A place that `sentence` names and neither the question nor any source does ("и в Сочи тоже"), or ""."""
    if _IGNORANCE.search(plain(sentence)):
        return ""
    asked = Vocabulary([words_of(question)])
    for match in _PLACE.finditer(sentence):
        name = plain(match["name"])
        if vocabulary.reads(name) and not vocabulary.mentions(name) and not asked.mentions(name):
            return match["name"]
    return ""


def is_content(word: str) -> bool:
    """Whether a lower-case word names something, rather than holding the sentence together."""
    return len(word) > 2 and word not in _GENERIC


def _is_goods(word: str, question: str) -> bool:
    """What is to be returned or exchanged is some product: articles speak of products in general."""
    at = question.find(word)
    near = question[max(0, at - 30) : at + len(word) + 30]
    return bool(_RETURN_VERB.search(near)) and not _RETURN_VERB.search(word)
