"""What kind of fact a question asks for (money, time, place …) and whether a text holds one of that kind."""

import re

from app.domain.claims.numerals import plain

_WANTS: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (name, re.compile(asked), re.compile(answer))
    for name, asked, answer in (
        (
            "money",
            r"сколько (?:\w+ )?(?:сто[ия]|будет|обойд|заплат|плат|возьм|руб|денег|надо плат|берет|берут)"
            r"|обойд[её]тся|по ?чем\b|цен[аыеу]|ценник|стоимост|тариф|платн|бесплатн"
            r"|даром|сумм|how much|price|cost|fee\b|charge|free\b|pay for|expensive|cheap",
            r"\d[\d ,.]*(?:₽|руб|р\b|rub|%|\$|€|£|usd|eur)|₽|[$€£]\d|бесплатн|free\b|roubles?|dollars?"
            r"|процент|percent",
        ),
        (
            "time",
            r"когда|срок|как долго|сколько (?:\w+ )?(?:дн|ждать|времени|идет|едет|лежит|хран|дней|недел"
            r"|действ|держ)|сколько\b.{0,30}(?:дн|ждать|времени|хран|лежит|ле[жт]|держ)"
            r"|за какое время|до какого|how long|how soon|how many (?:days|weeks|months|hours)|when\b"
            r"|deadline|how fast|how quickly|until",
            r"\d[\d –-]* ?(?:рабоч\w+ |календарн\w+ |working |business )?(?:дн|день|сут|час|ч\b|мин|недел"
            r"|месяц|мес\b|год|лет|day|hour|minute|week|month|year)|следующий день|next day"
            r"|сразу|немедленно|immediately|at once|\d{1,2}:\d{2}|в тот же день|same day|(?:янв|фев|март"
            r"|апр|июн|июл|авг|сент|окт|нояб|дек)\w+",
        ),
        (
            "hours",
            r"во сколько|до скольк|со скольк|часы работы|график|режим работы|работает[еи]? ли"
            r"|что (?:вы )?работаете|opening|open\b|close\b|hours\b|what time|schedule",
            r"\d{1,2}[:.]\d{2}|с \d{1,2} до \d{1,2}|\d ?(?:am|pm)|ежедневно|круглосуточно|daily|every day",
        ),
        (
            "place",
            r"\bгде\b|куда|адрес|как (?:проехать|добраться)|where\b|address|location",
            r"\b(?:ул|улиц|проспект|проезд|шоссе|дом|метро|адрес|город|кабинет|раздел|страниц|меню|профил"
            r"|письм|сайт|чат|street|avenue|road|address|metro|account|page|section|menu)",
        ),
        (
            "count",
            r"сколько|какой процент|какую часть|максимум|минимум|лимит|предел|how many|how much|maximum"
            r"|minimum|limit|up to|what percent",
            r"\d|\b(?:один|одн|два|две|три|четыре|пять|шесть|десять|one|two|three|four|five|six|ten|half"
            r"|половин|без ограничен|unlimited)",
        ),
        (
            "permission",
            r"можно ли|могу ли|можно\b|могу я|разреш|нельзя ли|имею ли|вправе|получится ли|возможно ли"
            r"|принимаете|\bесть ли|can i\b|could i\b|may i\b|am i allowed|is it possible|do you\b"
            r"|are you able"
            r"|allowed|will you",
            r"\b(?:можно|нельзя|невозможно|не принима|не подлеж|принима|возможн|вправе|не возвра|доступн"
            r"|can|cannot|can't|may|possible|not accept|accept|not available|available|allowed|must)",
        ),
        (
            "steps",
            r"^(?:а |и )?как\b|каким образом|что (?:мне )?(?:нужно |надо )?(?:делать|сделать)|что (?:нужно"
            r"|надо)|порядок|инструкц|how (?:do|can|to|should)|what (?:do|should) i (?:do|need)|steps"
            r"|what is needed",
            r"\b(?:нажмите|откройте|выберите|напишите|перейдите|введите|оформите|укажите|приложите"
            r"|сообщите|пришлите|сфотографируйте|заполните|позвоните|передайте|упакуйте|подайте"
            r"|войдите|зайдите"
            r"|click|open|choose|select|write|go to|enter|send|fill|tell|attach|press|pack|hand|sign in"
            r"|log in|take|bring)",
        ),
    )
)


def wants(question: str) -> list[str]:
    """What kinds of fact a question asks for: money, time, hours, place, count, permission, steps."""
    read = plain(question)
    return [name for name, asked, _ in _WANTS if asked.search(read)]


def holds(kind: str, text: str) -> bool:
    """Whether a text holds a fact of that kind."""
    read = plain(text)
    return any(name == kind and answer.search(read) for name, _, answer in _WANTS)
