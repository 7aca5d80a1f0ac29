"""Deeds and promises in a draft ("I have refunded", "we will call you"); what carries them is elsewhere."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from app.domain.claims.matters import matters_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """A deed or promise at `[start:end]` and the matters that it is about.

    `is_personal` when the assistant speaks of itself ("I'll write to you"): no article can carry that.
    """

    kind: Literal["done_action", "promise"]
    matters: frozenset[str]
    start: int
    end: int
    is_personal: bool = False


_PAST_RU = (
    r"(?:пере)?оформи|отмени|аннулирова|верну|возврати|возмести|компенсирова|зачисли|измени|поменя|обнови"
    r"|исправи|замени|созда|зарегистрирова"
    r"|заполни|пода|откры|состави|отправи|высла|присла|направи|переда|соедини|подключи|позва|вызва"
    r"|пригласи|эскалирова|позвони|перезвони"
    r"|связа|написа|ответи|сообщи|уведоми|проинформирова|провери|уточни|узна|выясни|начисли|подари"
    r"|активирова|примени|добави|выда"
    r"|сдела|списа|удали|(?:раз)?заблокирова|разблокирова|продли|забронирова|зарезервирова|отложи|закрепи"
    r"|подтверди|снизи|реши|отмети|записа"
    r"|постави|рассмотре|одобри|назначи|ускори|закры|заказа|сня|приня|договори|запроси|попроси"
    r"|скорректирова|переадресова|оплати|пометил?"
)
_DONE_RU = re.compile(
    rf"\b(?:(?:{_PAST_RU})л(?:а|и|о)?(?:сь|ся)?|(?:пере|за)в[ео]ла?и?|пере(?:нес)(?:ла|ли)?|завел[аи]?"
    rf"|перевел[аи]?)\b"
)
_DOING_RU = re.compile(
    r"\b(?:оформляю|отменяю|аннулирую|возвращаю|перевожу|передаю|соединяю|отправляю|начисляю|меняю|изменяю"
    r"|переношу|создаю|регистрирую|подключаю"
    r"|зову|вызываю|приглашаю|проверяю|связываюсь|активирую|продлеваю|бронирую|резервирую|запускаю"
    r"|инициирую|заказываю|исправляю|обновляю"
    r"|обещаю|гарантирую|удаляю|блокирую|применяю|добавляю|высылаю|направляю)\b"
    r"|\b(?:уже|сейчас|прямо сейчас|сразу) (?:оформляем|отменяем|возвращаем|передаем|отправляем|меняем"
    r"|занимаемся|работаем|решаем|проверяем)\b"
)
_THING_RU = (
    r"(?:(?:пред)?заказ|возврат|обмен|заявк|заявлени|деньг|средств|сумм|бонус|балл|подписк|адрес|оплат"
    r"|платеж"
    r"|доставк|скидк|купон|промокод|запрос|обращени|жалоб"
    r"|претензи|замен|посылк|дат|аккаунт|карт|бронь|отмен|письм|все|информаци|данн|курьер|сертификат"
    r"|гаранти|вопрос|проблем|тикет|накладн)\w*"
)
_PASSIVE_RU = re.compile(
    rf"\b(?:(?:ваш\w*|наш\w*) )?{_THING_RU}(?: [\w-]+){{0,4}}? "
    r"(?:уже |успешно |только что |теперь |был[аои]? )*(?:оформлен|отменен|аннулирован|возвращен|возмещен"
    r"|компенсирован|зачислен|изменен|перенесен|обновлен"
    r"|исправлен|заменен|создан|зарегистрирован|отправлен|выслан|направлен|передан|переведен|начислен"
    r"|активирован|применен|добавлен|списан|удален"
    r"|заблокирован|разблокирован|продлен|забронирован|зарезервирован|подтвержден|одобрен|решен|выполнен"
    r"|снят|назначен|закрыт|принят|готов|согласован"
    r"|поставлен|оплачен|сформирован)[аоы]?\b"
)
_DONE_MARK_RU = re.compile(
    r"(?:^|[.!] )(?:готово|сделано|все готово|вс[её] сделано|решено|отменено|оформлено|отправлено"
    r"|принято)(?=[.!,:]| *$)"
)
_FUTURE_ONE_RU = re.compile(
    r"\b(?:(?:пере|по)звоню|свяжусь|напишу|отвечу|вернусь|сообщу|уведомлю|уточню(?! ?[:,])|узнаю|проверю"
    r"|выясню|разберусь|передам|переведу|позову|вызову"
    r"|соединю|подключу|приглашу|отменю|оформлю|верну|возмещу|компенсирую|изменю|поменяю|перенесу|исправлю"
    r"|обновлю|отправлю|вышлю|пришлю|направлю"
    r"|начислю|подарю|сделаю (?:все|всё|так)|сделаю|активирую|применю|добавлю|продлю|забронирую"
    r"|зарезервирую|отложу|прослежу"
    r"|позабочусь|решу|займусь|запишу|создам|удалю"
    r"|зарегистрирую|заведу|подготовлю|закажу|ускорю|попрошу|дам знать|буду держать|договорюсь)\b"
)
_FUTURE_MANY_RU = re.compile(
    r"\b(?:(?:пере|по)звоним|свяжемся|напишем|ответим|вернемся|сообщим|уведомим|уточним|узнаем|проверим"
    r"|выясним|разберемся|передадим|отменим|оформим"
    r"|вернем|возместим|компенсируем|изменим|поменяем|перенесем|исправим|заменим|отправим|вышлем|пришлем"
    r"|начислим|подарим|сделаем|активируем|продлим"
    r"|забронируем|решим|ускорим|дадим знать|рассмотрим|гарантируем|обещаем|подготовим|пересмотрим)\b"
    r"|\b(?:перезвон[ия]т|позвон[ия]т|свяжется|свяжутся|ответ[ия]т|напиш[еу]т|вернется|вернутся|сообщ[иа]т"
    r"|уведом[ия]т|провер[ия]т|уточн[ия]т"
    r"|разбер[еу]тся|рассмотр[ия]т|реш[иа]т|возмест[ия]т|компенсирует|отмен[ия]т|оформ[ия]т|начисл[ия]т"
    r"|перенес[еу]т|вышл[еу]т|пришл[еу]т)\b"
    r"|\b(?:получите|придет|придут|поступит|поступят|ожидайте|ждите) (?:[\w-]+ ){0,3}?(?:звон\w+|ответ\w*"
    r"|письм\w+|смс|sms|уведомлени\w+|сообщени\w+)\b"
    r"|\bбуд(?:ет|ут) (?:[\w-]+ ){0,2}?(?:возвращен|отменен|оформлен|зачислен|начислен|отправлен|передан"
    r"|рассмотрен|изменен|перенесен|возмещен|решен|проверен)[аоы]?\b"
)
_DONE_EN_WORDS = (
    r"refunded|reimbursed|credited|cancell?ed|changed|updated|rescheduled|replaced|corrected|modified"
    r"|moved|created|registered|opened|submitted|filed"
    r"|started|initiated|arranged|processed|placed|issued|booked|raised|sent|shipped|dispatched|forwarded"
    r"|e-?mailed|transferred|escalated|handed|connected"
    r"|passed|called|contacted|replied|written|wrote|informed|notified|told|checked|looked into"
    r"|investigated|verified|reviewed|granted|applied|added"
    r"|awarded|activated|removed|deleted|blocked|unblocked|extended|reserved|confirmed|waived|fixed"
    r"|resolved|solved|recorded|logged|noted|deducted|charged"
    r"|paid|approved|sorted|adjusted|upgraded|restored|set up|put in|made sure|taken care|expedited"
    r"|scheduled"
    r"|returned|accepted|completed|closed|amended|switched"
)
_DONE_EN = re.compile(
    rf"\b(?:i|we|i've|we've|our (?:team|colleague|specialist|operator|manager|support)s?|a (?:colleague"
    rf"|specialist|manager))"
    rf"(?: have| has|'ve)?(?: just| already| now| also| successfully| gone ahead and"
    rf"| personally)* (?:{_DONE_EN_WORDS})\b"
    rf"|(?:^|[.!:] )(?:just |already |successfully )?(?:refunded|cancell?ed|submitted|processed|sent"
    rf"|updated|changed|all done|done)(?=[.!,:]| it\b| your\b| *$)"
)
_DOING_EN = re.compile(
    r"\b(?:i am|i'm|we are|we're)(?: now| currently| just| already| going ahead and)* (?:refunding"
    r"|cancell?ing|changing|updating|rescheduling|replacing"
    r"|creating|registering|opening|submitting|filing|starting|initiating|arranging|processing|placing"
    r"|issuing|booking|raising|sending|forwarding|transferring"
    r"|escalating|handing|connecting|passing|calling|contacting|checking|looking into|investigating"
    r"|applying|adding|activating|removing|deleting|extending"
    r"|reserving|waiving|fixing|working on|putting you)\b|\bi (?:hereby )?(?:promise|guarantee)\b"
)
_PASSIVE_EN = re.compile(
    rf"\b(?:(?:has|have) (?:now |already |just |successfully )?been|(?:is|are) (?:now|already"
    rf"|successfully)|(?:was|were)(?: now| already| just| successfully)?)"
    rf" (?:successfully |now |fully )?(?:{_DONE_EN_WORDS})\b|\byour (?:order|refund|return|request|payment"
    rf"|subscription|address|ticket)"
    rf"(?: [\w-]+){{0,2}} is (?:now )?(?:cancell?ed|refunded|approved|processed|confirmed|registered"
    rf"|updated)\b"
)
_STATE_EN = re.compile(
    r"(?:^|[.!] )(?:the|your|a) (?:cancell?ation|refund|return|request|(?:pre-)?order|exchange|claim"
    r"|complaint"
    r"|change|replacement)"
    r" (?:is|has been|was) (?:now |already )?(?:complete|done|ready|in progress|underway|on its way|closed"
    r"|under way)\b"
)
_OURS_EN = re.compile(r"\b(?:your?|the|a|an|it|this|that|everything|all|[a-z]{1,4}-?\d{3,})\b")
_ACT_EN = (
    r"get(?:ting)? back|call|phone|ring|contact|e-?mail|write|message|text|reply|respond|answer"
    r"|let you know|inform|notify|update you|keep you|check|look into"
    r"|investigate|verify|review|find out|clarify|pass|forward|escalate|transfer|connect|hand"
    r"|put you through|cancel|refund|reimburse|credit|process|arrange"
    r"|send|ship|replace|change|update|reschedule|correct|modify|create|register|open|submit|file|start"
    r"|initiate|issue|book|raise|apply|add|grant|award"
    r"|activate|remove|delete|extend|reserve|hold|waive|fix|resolve|solve|sort|make sure|ensure|take care"
    r"|follow up|be in touch|reach out|expedite|speed"
    r"|do (?:my|our) best|do everything|get it|look after|prepare|give you (?:a|your|back)|pay|compensate"
    r"|personally|see to it|handle"
)
_FUTURE_ONE_EN = re.compile(
    rf"\b(?:i'll|i will|i shall|i'm going to|i am going to|let me)(?: now| just| also| personally| gladly"
    rf"| immediately| then| go ahead and)* (?:{_ACT_EN})\b|\bi'm on it\b|\bi(?:'ll| will|'m"
    rf"| am)[\w ]{{1,20}} and will (?:{_ACT_EN})\b"
)
_FUTURE_MANY_EN = re.compile(
    rf"\b(?:we'll|we will|we shall|we're going to|we are going to|(?:colleague|specialist|team|operator"
    rf"|agent|manager|someone|somebody|support|representative"
    rf"|member|staff|expert|consultant|they|department|courier|driver)(?: [\w-]+){{0,4}}?(?: will|'ll"
    rf"| is going to| are going to))"
    rf"(?: now| just| also| then| soon| shortly| gladly| immediately)* (?:{_ACT_EN})\b"
    rf"|\byou(?:'ll| will|'re going to| can expect to) (?:\w+ )?(?:hear (?:back )?from|be (?:contacted"
    rf"|called|notified|informed|refunded|reimbursed|credited|connected))"
    rf"|\byou(?:'ll| will| can expect| should)(?: \w+){{0,2}}? (?:receive|get|have"
    rf"|expect) (?:[\w-]+ ){{0,3}}?(?:call|reply|answer|response|e-?mail|text|sms|notification"
    rf"|confirmation)\b"
    rf"|\bwill be (?:\w+ly )?(?:{_DONE_EN_WORDS})\b|\bexpect (?:a|our) (?:call|reply|response|e-?mail)\b"
)
_CONDITION = re.compile(
    r"\b(?:если|когда|после того|как только|пока|чтобы|до того|прежде чем|в случае|при условии|котор\w+|if"
    r"|once|when|whenever|after|until|unless|before"
    r"|as soon as|in case|whether|which|whose|provided)\b"
)
_NOT_OURS = re.compile(
    r"\b(?:вы|ты|курьер|покупатель|клиент|банк|продавец|почта|кто|you|they|не|not|never|haven't|hasn't"
    r"|wasn't)\b|n't\b"
)
_OFFER = re.compile(
    r"\b(?:если (?:хотите|нужно|удобно|желаете|потребуется|необходимо|скажете|напишете)|хотите|при желании"
    r"|могу|можем|would you like|if you(?:'d| would)?"
    r" (?:like|want|wish|prefer|need)|i can|just (?:say|ask|tell)|shall i|should i|напишите|скажите)\b"
)

_MONEY_RU = re.compile(r"\b(?:деньг|средств|сумм|бонус|балл|оплат)")

_OURS = frozenset(
    str.split("я мы коллега коллеги специалист специалисты оператор менеджер сотрудник магазин")
)
_FILLERS = frozenset(
    str.split("""
    уже только что сейчас и да хорошо готово вам ваш вашу ваши вас для за также все успешно сразу а но
    теперь вместо заказ возврат адрес лично мною мной с вами по вашему
    """)
)

_Kind = Literal["done_action", "promise"]
_PATTERNS: tuple[tuple[re.Pattern[str], _Kind, bool], ...] = (
    (_DONE_RU, "done_action", True),
    (_DOING_RU, "done_action", True),
    (_PASSIVE_RU, "done_action", True),
    (_DONE_MARK_RU, "done_action", True),
    (_FUTURE_ONE_RU, "promise", True),
    (_FUTURE_MANY_RU, "promise", False),
    (_DONE_EN, "done_action", True),
    (_DOING_EN, "done_action", True),
    (_PASSIVE_EN, "done_action", True),
    (_STATE_EN, "done_action", True),
    (_FUTURE_ONE_EN, "promise", True),
    (_FUTURE_MANY_EN, "promise", False),
)


def find_deeds(sentence: str) -> Iterator[Deed]:
    """Deeds and promises of one `plain` sentence; a question, an offer or a condition is neither."""
    if sentence.rstrip('"»”)*_ ').endswith("?"):
        return
    for pattern, kind, is_personal in _PATTERNS:
        for match in pattern.finditer(sentence):
            clause_start = max(sentence.rfind(mark, 0, match.start()) for mark in ",;:—(") + 1
            before = sentence[clause_start : match.start()]
            matters = matters_in(match.group())
            if match.group().startswith("верн") and _MONEY_RU.search(sentence):
                matters = frozenset({"refund"})
            if not _is_claimed(pattern, sentence, before, match, matters):
                continue
            yield Deed(
                kind=kind,
                matters=matters,
                start=match.start(),
                end=match.end(),
                is_personal=is_personal,
            )


def _is_claimed(
    pattern: re.Pattern[str], sentence: str, before: str, match: re.Match[str], matters: frozenset[str]
) -> bool:
    """Whether the words say that it is so, of us: not "if you cancelled", not "you cancelled"."""
    if _OFFER.search(sentence) and matters <= {"handoff", "call", "contact", "tell"}:
        return False
    if pattern in (_DONE_RU, _PASSIVE_RU, _PASSIVE_EN, _DONE_EN):
        left = sentence[: match.start()] if pattern is not _PASSIVE_EN else sentence[: match.end()]
        if _CONDITION.search(left) or _NOT_OURS.search(before):
            return False
    if pattern is _DONE_RU:
        return _is_first_person(before)
    return pattern is not _PASSIVE_EN or bool(_OURS_EN.search(before + match.group()))


def _is_first_person(before: str) -> bool:
    """Russian past tense has no person: "я оформил", "уже оформили", not "покупатель оформил"."""
    left = re.sub(r"[^\w ]", " ", before).split()
    if not left:
        return True
    return bool(_OURS & set(left)) or all(word in _FILLERS or any(c.isdigit() for c in word) for word in left)
