"""The few words that the offline engine puts around what it quotes, in both languages."""

from app.domain.ids import Language

_LEADS: dict[Language, str] = {
    "ru": "Вот что об этом сказано в нашей справке:",
    "en": "Here is what our help pages say:",
}
_FOREIGN: dict[Language, str] = {
    "ru": "Об этом у нас пока есть статья только на английском языке. Приведу её слова без перевода:",
    "en": "We have this in Russian only for now. Here are the exact words, without a translation:",
}
_FOREIGN_OFFER: dict[Language, str] = {
    "ru": "Если что-то непонятно, скажите — я позову человека, который поможет на русском.",
    "en": "If anything is unclear, just say so and I will call a person who can help you in English.",
}


def lead_in(language: Language, *, is_foreign: bool) -> str:
    """The sentence before a quotation; `is_foreign` when the quotation is in the other language."""
    return (_FOREIGN if is_foreign else _LEADS)[language]


def foreign_offer(language: Language) -> str:
    """The sentence after a quotation in the other language."""
    return _FOREIGN_OFFER[language]
