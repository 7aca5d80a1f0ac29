"""Words in a source that speak to the assistant instead of to people: planted orders, not content.

An article says how things are done in the shop. A sentence that orders an assistant what to answer, or that
hides in a comment, is left out before anything is quoted, shown to a model or taken for evidence.
"""

import re
from functools import lru_cache

from app.domain.claims.sentences import sentence_spans

_REMEMBERED = 4_000
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)


def _any(*patterns: str) -> str:
    return "(?:" + "|".join(patterns) + ")"


_NEAR = r"[^.!?\n]{0,30}"
_MACHINE = _any(
    r"(?:(?:ai|virtual|chat|support) )?assistants?",
    r"(?:chat ?)?bots?",
    r"language models?",
    r"llms?|gpt|ai",
    r"(?:ии[- ]?|чат[- ]?)?(?:ассистент\w{0,3}|бот[уаы]?|ботам|помощник\w{0,3})",
    r"нейросет\w{0,2}|языков\w{2,3} модел\w{1,2}|ии",
)
_PRESSING = (
    r"(?:(?:please|now|must|should|always|never|do not|don't"
    r"|пожалуйста|теперь|всегда|никогда|обязательно|не) )*"
)
_TELLS = _PRESSING + _any(
    r"(?:say|tell|answer|reply|respond|write|add|include|ignore|forget|disregard|pretend|act|offer|promise)\b",
    r"(?:recommend|reveal|repeat|print|output|send|ask|inform|give|mention|you (?:must|should|are))\b",
    r"(?:скаж|говори|отвеч|ответь|напиш|пиши|добав|игнорир|забуд|притвор|предлаг|предлож|обеща|пообеща)\w*",
    r"(?:рекоменд|раскро|повтор|вывед|отправ|попрос|сообщ|упомина|ты (?:долж|теперь))\w*|дай(?:те)?\b",
)
_WARNED = _any(
    r"\b(?:notes?|important|instructions?|attention|messages?|rules?|reminders?)\b[^.!?\n]{0,20}\b(?:to|for)"
    rf" (?:(?:the|any|our|all) )?{_MACHINE}\b",
    r"\binstructions? (?:to|for) (?:(?:the|our) )?model\s*[:!—–-]",
    r"\b(?:инструкци|указани)\w* (?:для )?модели\s*[:!—–-]",
    r"\b(?:важно|внимани|инструкци|указани|сообщени|правил|заметк|команд)\w*[^.!?\n]{0,20}"
    rf"\b(?:для )?{_MACHINE}\b\s*[:!—–-]",
)
_OVERRIDES = _any(
    rf"\b(?:ignore|disregard|forget|override)\b{_NEAR}\b(?:previous|prior|earlier|above|former|existing|your"
    r"|all|any|system) (?:\w+ )?(?:instructions?|rules?|prompts?|guidelines)\b",
    rf"\b(?:игнорир|забуд|отмени|не учитыва)\w*{_NEAR}\b(?:все|прежн|предыдущ|прошл|сво|системн|друг)\w* "
    r"(?:\w+ )?(?:инструкци|указани|промпт|правил)\w*",
)
_SPEAKS_FOR_US = _any(
    r"\b(?:tell|inform|promise) (?:(?:the|every|each|any) )?(?:customer|user|client|visitor|buyer)s?\b",
    r"\b(?:скаж|сообщ|пообеща|ответь|напиш)\w* (?:(?:кажд|люб|эт)\w+ )?"
    r"(?:клиент|покупател|пользовател|посетител)\w+",
    r"\b(?:introduce|present) yourself as\b|\bпредстав(?:ь|ляй)ся\b",
    r"\b(?:answer|reply|respond)\b[^.!?\n]{0,20}\b(?:every|any|all|each)\b[^.!?\n]{0,20}\b(?:question|message)",
    r"\bна (?:любой|каждый|все) вопрос\w*[^.!?\n]{0,12}\b(?:отвеч|говори|пиши)\w*",
)
_ORDERS = re.compile(
    _any(
        rf"(?:^|[\s(«\"'*_>#-]){_MACHINE}\s*[,:!—–-]+\s*{_TELLS}",
        _WARNED,
        _OVERRIDES,
        _SPEAKS_FOR_US,
        r"^\s*(?:system|assistant|developer|система|ассистент)\s*:",
    ),
    re.IGNORECASE | re.MULTILINE,
)


@lru_cache(maxsize=_REMEMBERED)
def without_instructions(text: str) -> str:
    """The text without comments and without the sentences that order the assistant about; often as it was."""
    shown = _COMMENT.sub(" ", text)
    if not _ORDERS.search(shown):
        return shown
    kept: list[str] = []
    last = 0
    for start, end in sentence_spans(shown):
        is_order = _ORDERS.search(shown[start:end]) is not None
        kept += [shown[last:start], "" if is_order else shown[start:end]]
        last = end
    return "".join([*kept, shown[last:]]).strip()
