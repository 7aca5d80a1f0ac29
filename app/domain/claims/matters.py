"""What a deed is about, in any form of either language, and whether a source speaks of it."""

import re
from collections.abc import Sequence
from functools import cached_property

from app.domain.claims.numerals import plain
from app.domain.claims.sentences import sentence_spans
from app.domain.claims.statements import is_content, stem

_MATTERS = {
    "refund": r"верн[уеи](?!сь|мся|тся)|возвра[тщ]|возме[сщ]|компенс|зачисл|refund|reimburs|credit"
        r"|money back|pa(?:y|id)\b|give you back",
    "cancel": r"отмен|аннулир|cancel|void",
    "change": r"измен|поменя|меня[юе]|перенес|перенос|перенош|обнов|исправ|замен|скорректир|chang|updat"
        r"|reschedul|replac"
    r"|correct|adjust|modif|mov(?:e|ed|ing)\b|amend|upgrad|switch",
    "create": r"оформ|созда|зарегистрир|регистрир|зав[еео]д|завел|заполн|пода(?:л|м|н|ю|ем)|составл"
        r"|состави|открыл|открыва|приня|заказ(?:ал|ываю|жу)"
    r"|creat|regist|open|submit|fil(?:e|ed|ing)\b|start|initiat|arrang|process|plac(?:e|ed|ing)\b|issu"
    r"|book|rais|set up|put in|log",
    "send": r"отправ|высла|вышл|присла|пришл|направ|придет|придут|письм|sen[dt]|ship|dispatch|forward"
        r"|e-?mail|deliver",
    "handoff": r"переда|перевед|перевел|перевож|соедин|подключ|позов|позва|зову|вызва|вызов|пригла[сш]"
        r"|эскалир|transfer|escalat"
    r"|hand(?:ed|ing)?\b|connect|pass(?:ed|ing)?\b|put(?:ting)? you through|bring in",
    "call": r"(?:пере|по)?звон|набер|call|phone|\bring\b",
    "contact": r"свяж|связа|связы|ответ|отвеч|напи[шс]|верн[уе](?:сь|мся|тся)|обрат|contact"
        r"|get(?:ting)? back|got back|reach"
    r"|repl(?:y|ie)|respon[ds]|writ|wrote|in touch|follow(?:ing)? up|hear (?:back )?from|messag|answer"
    r"|письм|e-?mail",
    "tell": r"сообщ|уведом|информ|дам знать|дадим знать|в курсе|смс|sms|let you know|inform|notif|posted"
        r"|updated|told|tell you|text",
    "check": r"провер|уточн|узна|выясн|разбер|разобра|рассм|займ|прослеж|check|look(?:ed|ing)? into"
        r"|investigat|verif|find out|found out"
    r"|review|clarif|track down",
    "approve": r"одобр|подтвер|согласов|approv|confirm|accept|приня",
    "grant": r"начисл|подар|дари|активир|примен|добав|выда[лмн]|предостав|скидк|бонус|восстан|restor|grant"
        r"|appl(?:y|ied)"
        r"|add|award|activat"
    r"|discount|bonus|points|gift|waiv|voucher|coupon",
    "remove": r"удал|списа|списыва|заблокир|снял|снят|remov|delet|block|deduct|charg|clos(?:e|ed|ing)"
        r"|закры",
    "keep": r"продл|бронир|резервир|отлож|закреп|extend|reserv|hold|held|set aside|kept",
    "settle": r"реш[иаеу]|сдела|обеспеч|позабо|отмет|помет|запи[сш]|постав|выполн|ускор|назнач|обеща"
        r"|гарант|попрош|подготов|договор|fix|resolv"
    r"|solv|ensur|make sure|made sure|take care|took care|sort|record|not(?:e|ed)\b|arrang|promis|guarant"
    r"|expedit|speed|sped|done|prepar|schedul",
}  # fmt: skip
_STEMS = {name: re.compile(rf"\b(?:{stems})") for name, stems in _MATTERS.items()}
_NOT_DONE = re.compile(
    r"\b(?:не|нельзя|невозможн\w*|нет|отказ\w*|можно|может|могут|можете|возмож\w*|если|not|cannot|can't"
    r"|can|may|might|could"
    r"|unable|fail\w*|refus\w*|available|if|eligible|ошибк\w*|error)\b|n't\b"
)
_OF_PEOPLE = frozenset({"call", "contact", "tell", "handoff", "check"})
"""Matters that a sentence may also ask of the customer ("call us"), so it must name one of ours."""
_OURS = re.compile(
    r"\b(?:мы|наш\w*|вам|с вами|оператор\w*|специалист\w*|менеджер\w*|сотрудник\w*|служб\w*|коллег\w*"
    r"|консультант\w*|курьер\w*"
    r"|отвечаем|ответим|свяжемся|(?:пере|по)звон(?:им|ит|ят)|напишем|сообщ(?:им|аем|ат)|уведомля\w+"
    r"|звон(?:ит|им|ят)|провер(?:им|яем)"
    r"|we|our|team|specialists?|operators?|managers?|staff|couriers?|colleagues?|driver)\b"
)
_WORD = re.compile(r"[^\W\d_]+")
_COURIER = re.compile(r"\b(?:курьер|водител|перевозчик|почтальон|courier|driver|carrier|mailman)")


class Matters:
    """What tool results say was done and what articles say somebody does; read when first asked."""

    def __init__(self, passages: Sequence[str], tool_results: Sequence[str]) -> None:
        self._passages = passages
        self._tool_results = tool_results

    @cached_property
    def _tool_sentences(self) -> list[str]:
        return [sentence for text in self._tool_results for sentence in _sentences(text)]

    @cached_property
    def _sentences(self) -> list[tuple[str, frozenset[str]]]:
        sentences = [sentence for text in self._passages for sentence in _sentences(text)]
        return [(sentence, matters_in(sentence)) for sentence in sentences]

    def is_done(self, matters: frozenset[str]) -> bool:
        """Whether a tool result says that it was done, not merely that it may or may not be."""
        return any(
            (not matters or matters_in(sentence) & matters) and not _NOT_DONE.search(sentence)
            for sentence in self._tool_sentences
        )

    def is_promised(self, matters: frozenset[str], sentence: str) -> bool:
        """Whether a tool result, or an article on the same occasion, says what `sentence` promises."""
        if self.is_done(matters):
            return True
        occasion = _occasion(sentence, matters)
        return any(
            is_of_courier(told) == is_of_courier(sentence)
            and (not matters & _OF_PEOPLE or _OURS.search(told) is not None)
            and occasion & _occasion(told, matters)
            for told, about in self._sentences
            if about & matters
        )

    def is_quoted(self, sentence: str) -> bool:
        """Whether `sentence` stands in a source as it is."""
        bare = _bare(sentence)
        return len(bare) > 12 and any(bare in source for source in self._bare_sources)

    @cached_property
    def _bare_sources(self) -> list[str]:
        return [_bare(plain(text)) for text in (*self._passages, *self._tool_results)]


def matters_in(text: str) -> frozenset[str]:
    """What a `plain` text is about."""
    return frozenset(name for name, stems in _STEMS.items() if stems.search(text))


def _occasion(sentence: str, matters: frozenset[str]) -> set[str]:
    """The beginnings of the words that say what a promise is about, the promising word left out."""
    promising = [_STEMS[matter] for matter in matters]
    words = [
        word
        for word in _WORD.findall(sentence)
        if is_content(word) and not any(stems.search(word) for stems in promising)
    ]
    return {stem(word)[:5] for word in words if not _OURS.fullmatch(word)} | (
        {"courier"} if is_of_courier(sentence) else set()
    )


def is_of_courier(text: str) -> bool:
    """Whether somebody who delivers is spoken of."""
    return bool(_COURIER.search(text))


def _sentences(text: str) -> list[str]:
    read = plain(text)
    return [read[start:end] for start, end in sentence_spans(text)]


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip()
