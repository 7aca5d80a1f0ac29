"""Which of the two languages a text is in, and its plain form for comparing; no meaning is read here."""

import re
import unicodedata

from app.domain.ids import Language

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NOT_PROSE = re.compile(
    r"https?://\S+|www\.\S+|\S+@\S+\.\S+|[@#]\w+|\b(?=\w*\d)(?=\w*[a-zа-я])[\w-]{5,}\b", re.IGNORECASE
)
_CYRILLIC = re.compile(r"[а-яёіїєґ]", re.IGNORECASE)
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)
_NOISE = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\w+|<\w+>|[@#]\w+|[^\w\s?'.,-]")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]")

_ENGLISH_WORDS = """
    a about agent all am an and any are as at back be bot bought buy by call can cancel card chat
    could day days delivery did do does don't else for free from get give go goodbye got had has
    have hello help her hey hi him his how human i i'd i'm i've if in is it it's item just know
    later like live lost manager may me money more my need never new no not now of ok okay on one
    only or order out over parcel pay payment person please price problem real refund return right
    say send she shipping shop size so someone speak status still stop store sure talk tell thank
    thanks that that's the their them there they this time to today track tracking up us very want
    was we were what what's when where which who why will with work would wrong yes yet you you're
    your
"""
_ENGLISH = frozenset(_ENGLISH_WORDS.split())

_RUSSIAN_WORDS = """
    а алло без бот большое будет был была было быть в вам вас вернуть возврат вопрос вот время все
    всем всего вы где да дай дайте даже два день деньги для дня до доброе доставка доставки доставку
    добрый должен другой его ее если есть еще живой же живого за завтра зачем заказ заказа заказал
    заказала заказы здравствуйте здрасте и из или их как какой какая какие карта карту картой когда
    кто куда ладно ли либо лучше мне много можно можете мой моя мои может на надо нам нас не него
    нет нельзя неделю ни но номер нужен нужна нужно ну о обмен ок он она они оно оператор оператора
    оператору отмена отменить от очень оплата оплатить пж пока помогите помощь после почему
    пожалуйста понял поняла понятно посылка посылку позовите позови поговорить подскажите при привет
    пришел пришла про просто размер рубль рублей с сам самовывоз свой сегодня сейчас скажите скидка
    сколько соедините спасибо срок сроки статус стоит там так такой тебе товар товара то тоже только
    ты у уже хватит хорошо хочу хотел хотела переключите переключи соедини менеджер менеджера
    менеджеру менеджером сотрудник сотрудника сотруднику сотрудником консультанта специалиста живым
    перезвоните связаться подключите аккаунт аккаунта удалите верните человек человека человеком чат
    чего чем что чтобы это эта этот я
"""
_RUSSIAN = frozenset(_RUSSIAN_WORDS.split())

_TRANSLIT = (
    ("shch", "щ"), ("sch", "щ"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("ch", "ч"), ("sh", "ш"),
    ("yu", "ю"), ("ju", "ю"), ("ya", "я"), ("ja", "я"), ("yo", "е"), ("jo", "е"), ("ye", "е"),
    ("4", "ч"), ("6", "ш"), ("'", "ь"),
)  # fmt: skip
_TRANSLIT_LETTERS = dict(zip("abcdefghijklmnopqrstuvwxyz", "абцдефгхийклмнопкрстуввхыз", strict=True))
_TRANSLIT_TOKEN = re.compile(r"[a-z46']+", re.IGNORECASE)
_LOOSE = str.maketrans(
    {"ь": "", "ъ": "", "й": "и", "ы": "и", "э": "е", "щ": "ш", "ё": "е", "ю": "у", "я": "а"}
)
_RUSSIAN_LOOSE = frozenset(word.translate(_LOOSE) for word in _RUSSIAN)
_LAYOUT = dict(zip("qwertyuiop[]asdfghjkl;'zxcvbnm,.`", "йцукенгшщзхъфывапролджэячсмитьбюё", strict=True))
_LAYOUT_TELLTALE = re.compile(r"[^\W\d_][;\[\],.'][^\W\d_]|(?<![^\W\d_])[^\W\d_aeiou]{4,}", re.IGNORECASE)


def detect_language(text: str, fallback: Language) -> Language:
    """The language to answer in; `fallback` when the text gives no hint (numbers, product names, "ok").

    Russian written in Latin letters is Russian. In a mixed text the language of the small words wins.
    """
    tokens = _prose(text)
    cyrillic = [token for token in tokens if _CYRILLIC.search(token)]
    latin = [token for token in tokens if _LATIN.search(token)]
    english = [token for token in latin if token in _ENGLISH]
    if cyrillic:
        return "en" if len(english) > len(cyrillic) else "ru"
    if _is_translit(text, latin) or _from_layout(text) is not None:
        return "ru"
    if [token for token in english if token not in {"ok", "okay"}] or (len(latin) >= 4 and len(text) >= 20):
        return "en"
    return fallback


def common_words() -> frozenset[str]:
    """The small words of both languages that tell them apart."""
    return _ENGLISH | _RUSSIAN


def is_english_prose(text: str) -> bool:
    """Whether there are enough of the small words without which no English sentence is long."""
    tokens = _prose(text)
    return 10 * sum(token in _ENGLISH for token in tokens) >= len(tokens)


def canonical(text: str) -> str:
    """Plain form for rules and models: lower case, ё as е, one kind of quote and dash, no invisible letters,
    letters repeated for effect squeezed, Russian typed in Latin letters or in the wrong layout put right.
    """
    plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    plain = (
        plain.replace("’", "'")
        .replace("`", "'")
        .replace("—", "-")
        .replace("–", "-")
        .lower()
        .replace("ё", "е")
    )
    plain = re.sub(r"([^\W\d_])\1{2,}", r"\1", plain)
    plain = re.sub(r"\s+", " ", plain).strip()
    if _CYRILLIC.search(plain) or not _LATIN.search(plain):
        return plain
    if (typed := _from_layout(plain)) is not None:
        return typed
    return from_translit(plain) if _is_translit(plain, _prose(plain)) else plain


def readable(folded: str) -> str:
    """What embedders are given of a canonical text: no addresses, mentions, emoji, punctuation for effect."""
    plain = _NOISE.sub(" ", folded.replace("!", "."))
    plain = re.sub(r"\s*\?[?.\s]*", "? ", plain)
    plain = re.sub(r"[.\s-]*\.[.\s-]*", ". ", plain)
    return re.sub(r"\s+", " ", plain).strip(" .,-")


def readable_text(text: str) -> str:
    """A question as every embedder is given it: readable, or as it is when nothing is left."""
    return readable(canonical(text)) or text


def words(text: str) -> list[str]:
    """Lower-case words of a canonical text, apostrophes kept inside, numbers left out."""
    return _WORD.findall(text.lower())


def from_translit(text: str) -> str:
    """Latin transliteration read as Cyrillic, the common schemes mixed; soft signs may be missing."""
    return _TRANSLIT_TOKEN.sub(lambda match: _decode(match.group()), text.lower())


def _prose(text: str) -> list[str]:
    return words(_NOT_PROSE.sub(" ", text.replace("’", "'")))


def _decode(token: str) -> str:
    if token.strip("46'") == "":
        return token
    for latin, cyrillic in _TRANSLIT:
        token = token.replace(latin, cyrillic)
    token = re.sub(r"(?<=[aeiouаеиоуюя])y", "й", token)
    return "".join(_TRANSLIT_LETTERS.get(letter, letter) for letter in token)


def _is_translit(text: str, latin: list[str]) -> bool:
    """Whether more of the words read as Russian in Latin letters than as English."""
    tokens = [token for token in _TRANSLIT_TOKEN.findall(text.lower()) if token.strip("46'")]
    loose = [_decode(token).translate(_LOOSE) for token in tokens if token not in _ENGLISH]
    russian = [token for token in loose if token in _RUSSIAN_LOOSE]
    english = sum(token in _ENGLISH for token in latin)
    is_sure = len(russian) >= 2 or any(len(token) >= 4 for token in russian)
    return is_sure and len(russian) > english and len(russian) * 4 >= len(tokens)


def _from_layout(text: str) -> str | None:
    """Russian typed with the English layout on (`jgthfnjh` is оператор), or None."""
    if not _LAYOUT_TELLTALE.search(text):
        return None
    typed = "".join(_LAYOUT.get(letter, letter) for letter in text.lower()).replace("ё", "е")
    tokens = words(typed)
    known = sum(token in _RUSSIAN for token in tokens)
    return typed if known and known * 2 >= len(tokens) else None
