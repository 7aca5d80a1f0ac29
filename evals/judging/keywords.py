"""What a list of keywords would say: the yardstick beside the figures, written once and not tuned to them."""

import re
from collections.abc import Iterable

_PERSON = """
    оператор* менеджер* консультант* сотрудник* специалист* администратор* руководител* начальник* поддержк*
    жив* человек* человеком людьми людям перезвоните позвоните переключите соедините
    operator* agent* human* person manager* supervisor* representative* advisor* consultant* specialist* staff
    someone somebody people live call transfer connect
"""
_ANNOYED = """
    ужас* кошмар* отвратительн* безобрази* возмутительн* издева* обман* мошенник* хамств* позор* бесит
    надоел* достал* невозможно опять снова бесполезн* плох* разочарован* зол* злюсь жалоб*
    идиот* дурак* тупой тупая никогда хуже
    terrible awful horrible worst ridiculous unacceptable disgust* scam* fraud* liar* useless angry annoyed
    annoying furious frustrat* disappoint* hate stupid idiot* joke again still never wtf rubbish complain*
"""


def _pattern(listed: str) -> re.Pattern[str]:
    words = "|".join(re.escape(word).replace(r"\*", r"\w*") for word in _entries(listed.split()))
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


def _entries(words: Iterable[str]) -> list[str]:
    return sorted(set(words), key=len, reverse=True)


_ASKS_FOR_PERSON, _IS_ANNOYED = _pattern(_PERSON), _pattern(_ANNOYED)


def mentions_person(text: str) -> bool:
    """Whether a list of words for people and for calling them has one that the text has."""
    return _ASKS_FOR_PERSON.search(text.replace("ё", "е")) is not None


def sounds_annoyed(text: str) -> bool:
    """Whether a list of angry words has one that the text has."""
    return _IS_ANNOYED.search(text.replace("ё", "е")) is not None
