"""Words, stems and stop words of Russian and English; nothing here knows of articles or scores."""

import re
import threading
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache
from typing import Protocol, cast

import snowballstemmer

from app.domain.ids import Language

_WORD = re.compile(r"[a-z0-9]+(?:['’](?:s|t|re|ve|ll|d|m)\b)?|[а-я0-9]+", re.IGNORECASE)
_CYRILLIC = re.compile(r"[а-я]", re.IGNORECASE)
_LETTER = re.compile(r"[a-zа-я]", re.IGNORECASE)


def word_set(text: str) -> frozenset[str]:
    """The words of a written-out list."""
    return frozenset(text.split())


STOP_WORDS = word_set(
    """
    а без бы был была были было быть в вам вами вас ваш ваша ваше вашего вашей вашему ваши ваших
    вашу вдруг ведь во вообще вот все всё всего вы где да для до его ее если есть еще ещё ж же за
    здесь и из или им их к как какая какие какими каких какое какой каком какую кем ко когда кого
    ком кому который которая которое которые которых кто куда ли либо лишь меня мне мной мог могу
    могут можем можете можно мои мой моя моё мое моего моей моему моих мою мы на над надо нам нами
    нас наш наша не него нее ней нельзя нем нет ни них но ну нужно нужен нужна нужны о об однако он
    она они оно от очень по под подскажите пожалуйста после потом потому почему при привет про
    просто с сам сама сами свой своего своей свое свои своих свою себе себя сейчас скажите сколько
    со так такая такие такого такое такой там тебе тебя то тогда того тоже той только том тот тут ты
    у уже хочу хочет хотим хотел хотела хотелось хотели чего чем что чтобы чье чья эта эти этим этих
    это этого этой этом этот эту я здравствуйте добрый день вечер утро спасибо будет буду будут
    будете будем делать сделать помогите скажи подскажи интересует вопрос знать узнать могли бывает
    зачем насколько a about am an and any are as at be been but by can could did do does doing for
    from get gets getting got had has have having he hello her here hey hi him his how i i'd i'll
    i'm i've if in into is isn't it it's its just know let let's like make many may me might much
    must my need no not of off on one or our ours out please shall she should so some tell than
    thank thanks that that's the their them then there there's these they they're this those to too
    up us use want wanted was we were what what's when where whether which while who whom whose why
    will with within would wondering you you'd you're your yours won't don't doesn't can't cannot
    isn't aren't wasn't didn't couldn't wouldn't also anyone anybody someone something anything
    possible
    """
)
"""Function words and the courtesies around a question: they say nothing of what is asked about."""

NEGATIONS: frozenset[str] = frozenset(
    ["без", "не", "нет", "нельзя", "no", "not", "without", "cannot", "can't", "don't", "doesn't", "isn't"]
)


def normalise(text: str) -> str:
    """Lower case, compatibility forms folded, ё as е."""
    return unicodedata.normalize("NFKC", text).lower().replace("ё", "е")


def tokens(text: str) -> list[str]:
    """Words and numbers of `text`, lower case, in order, stop words included."""
    return [match.group().replace("’", "'") for match in _WORD.finditer(normalise(text))]


def is_cyrillic(word: str) -> bool:
    """Whether `word` has a Cyrillic letter."""
    return _CYRILLIC.search(word) is not None


def language_of(text: str, *, default: Language = "ru") -> Language:
    """The language most letters of `text` belong to."""
    letters = _LETTER.findall(text)
    if not letters:
        return default
    cyrillic = sum(1 for letter in letters if _CYRILLIC.match(letter))
    return "ru" if 2 * cyrillic >= len(letters) else "en"


class _Snowball(Protocol):
    """What we use of a snowballstemmer stemmer."""

    def stemWord(self, word: str) -> str: ...


class Stemmer:
    """Snowball stems for both languages, remembered; safe to share between threads."""

    def __init__(self) -> None:
        create = cast(Callable[[str], _Snowball], snowballstemmer.stemmer)  # pyright: ignore
        self._russian = create("russian")
        self._english = create("english")
        self._known: dict[str, str] = {}
        self._lock = threading.Lock()

    def stem(self, word: str) -> str:
        """The stem of one lower-case word; numbers stay as they are."""
        known = self._known.get(word)
        if known is not None:
            return known
        with self._lock:  # the vendor's stemmers keep the word in themselves
            stemmer = self._russian if is_cyrillic(word) else self._english
            stem = stemmer.stemWord(word.removesuffix("'s"))
            if len(self._known) > 200_000:
                self._known.clear()
            self._known[word] = stem
        return stem

    def content(self, words: Iterable[str]) -> list[str]:
        """Stems of the words that are not stop words, in order, repeats kept."""
        return [self.stem(word) for word in words if word not in STOP_WORDS]


@cache
def load_stemmer() -> Stemmer:
    """The process's stemmer: a word is stemmed once for everybody."""
    return Stemmer()
