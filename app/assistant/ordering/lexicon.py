"""Words that people use about their orders, as patterns in Russian and English; nothing is decided here."""

import re
from collections.abc import Mapping
from typing import Literal

Topic = Literal[
    "change_address",
    "change_items",
    "cancel",
    "exchange",
    "return",
    "refund",
    "tracking",
    "eta",
    "items",
    "total",
    "payment",
    "address",
    "list",
    "status",
]
"""What about the order, most telling first."""

_THING = (
    r"(?:orders?|parcels?|packages?|purchases?|shipments?|delivery|deliveries|stuff|items?|things?|goods)"
)
_RU_MY = r"(?:мо[йяеи]|мое|моего|моей|моих|моему|моим|мою|наш\w*|сво\w+)"
_JUST = r"(?:just|already|recently|only|also)"
_RU_COMING = r"(?:заказ|посыл|покупк|курьер)"
_RELATIVE = (
    r"(?:wife|husband|friend|mother|father|mom|mum|dad|son|daughter|brother|sister|boss|colleague|neighbou?r"
    r"|girlfriend|boyfriend|partner|client|customer)"
)
_RU_RELATIVE = (
    r"(?:жен[аыу]\b|муж[ау]?\b|друг[ау]?\b|подруг|мам|пап[аыу]|сын|доч|брат|сестр|сосед|коллег|клиент|покупател"
    r"|начальник|бабушк|дедушк|тещ|свекров)"
)
_RU_THING = r"(?:заказ\w*|посыл\w+|покупк\w*|достав\w+|товар\w*|вещ\w+|отправлени\w*)"


def any_of(*patterns: str) -> re.Pattern[str]:
    """One pattern that matches where any of these does, in text made by `plain_words`."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


TOPICS: Mapping[Topic, re.Pattern[str]] = {
    "change_address": any_of(
        r"\b(?:chang|updat|correct|edit|modif|fix|switch|redirect|rerout)\w*\b.{0,40}\b(?:address|street|apartment)",
        r"\b(?:wrong|different|new|another|old) (?:delivery |shipping )?address",
        r"\b(?:deliver|send|ship)\w* (?:it |this |my \w+ )?somewhere else",
        r"\b(?:deliver|send|ship)\w* (?:it |this |my \w+ )?to (?:a (?:new|different)|another|my new)",
        r"address\b.{0,30}\b(?:be )?(?:chang|updat|correct|fix|wrong)\w*",
        r"(?:смен|помен|измен|исправ|обнов|перепис|перенаправ|указа|заменит)\w*\b.{0,40}\bадрес",
        r"адрес\w*\b.{0,40}\b(?:смен|помен|измен|исправ|обнов|невер|неправ|перепут|ошиб)\w*",
        r"(?:друг|нов|невер|неправильн)\w+ адрес|на другой адрес|перенаправ\w+",
    ),
    "change_items": any_of(
        r"\b(?:add|put|include)\b.{0,30}\b(?:to|in|into) (?:my |the |this )?(?:order|w?\d)",
        r"\bremove\b.{0,40}\bfrom (?:my |the |this )?order",
        r"\b(?:chang|modif|edit)\w* (?:the |my )?(?:items|contents|quantity|order\b)",
        r"(?:добав|доложит|убра|убер|удал|исключ)\w*\b.{0,40}\b(?:в|из|к) (?:мо\w+ |эт\w+ )?заказ",
        r"(?:измен|помен|отредактир)\w* (?:состав|количеств|заказ)",
    ),
    "cancel": any_of(
        r"\bcancel(?:l?ing|l?ation|l?ed)?\b",
        r"\bcall (?:it |this |the order |my order )?off\b",
        r"\b(?:don.?t|do not|no longer) (?:need|want) (?:it|this|my|the)\b",
        r"\bchanged my mind\b|\bplaced (?:it )?by mistake|\bstop (?:my|the|this) order",
        r"\bотмен\w*|\bаннулир\w*|\bпередума\w+|\bотказаться от (?:заказ|покупк|посылк)",
        r"(?:заказ\w*|он|она|оно) (?:мне )?(?:больше |уже )?не нуж",
    ),
    "exchange": any_of(
        r"\bexchang\w*|\bswap\w*|\breplac(?:e|ed|ing|ement)\b",
        r"\b(?:another|different) (?:colou?r|size|model|variant)",
        r"\bобмен\w*|\bпоменя\w+|\bзамен\w+|(?:друг\w+) (?:цвет|размер|расцветк|модел)",
    ),
    "return": any_of(
        r"\breturn\w*|\bsen[dt]\w* .{0,40}\bback\b|\bbring .{0,30}\bback\b|\bgive .{0,30}\bback\b",
        r"\btake .{0,30}\bback\b",
        r"\brefund\w*\b|\bmoney back\b",
        r"\bвозврат\w*|\bвозвра[тщ]\w*|\bверн(?:у|ут|уть|ем|ете|ите|ул|ула|ули)\b|\bсда(?:ть|м|вать)\b",
        r"отправ\w+ (?:\w+ ){0,3}(?:обратно|назад)",
    ),
    "refund": any_of(
        r"\bwhere(?:'s| is| are)\b.{0,20}\b(?:refund|money)\b|\brefund status",
        r"\bstatus of (?:my |the )?refund",
        r"\b(?:my|the) (?:refund|money)\b.{0,40}\b(?:yet|arriv|come|receiv|process|issued|sent|back|status)",
        r"\b(?:when|still).{0,30}\b(?:my|the) (?:refund|money)\b",
        r"\b(?:have|has|did|was|were).{0,25}\brefunded\b",
        r"\b(?:not|n.t|never) (?:\w+ ){0,3}(?:got|received|refunded|get|receive)\b.{0,20}\b(?:refund|money)",
        r"где (?:мои |же )*деньги",
        r"деньги.{0,30}(?:не (?:верн|приш|поступ|дош)|верну|приш|поступ|обратно|назад)",
        r"(?:верн(?:ул|ут)\w*|возвра\w+|когда).{0,30}деньги|статус возврат|где (?:мой )?возврат",
        r"(?:когда|сколько ждать).{0,20}возврат\w* (?:денег|средств|за)",
    ),
    "tracking": any_of(
        r"\btrack(?:ing)?[ -]*(?:number|id|code|no|num|link|info\w*|details)?\b",
        r"\bтрек\w*|\bтрэк\w*|\bтрекинг\w*|(?:номер|код|ссылк)\w* (?:для )?отслежив\w*|\bотслеж\w*",
        r"\bотслед\w*",
        r"номер\w* (?:накладной|отправления|посылки)|\bнакладн\w+",
    ),
    "eta": any_of(
        r"\bwhen\b.{0,50}\b(?:arriv\w*|com(?:e|es|ing)|deliver\w*|get (?:it|my|here|them)|be here)",
        r"\bwhen\b.{0,50}\b(?:show up|ship\w*|receive|expect\w*|due|ready|pick)",
        r"\b(?:eta|expected|estimated|due date|delivery date|arrival)\b",
        r"\bhow (?:soon|much longer|long (?:until|till|before))",
        r"\bwill (?:it|my \w+) (?:arrive|come|be (?:here|delivered))",
        r"\bwhat (?:day|date|time)\b.{0,40}\b(?:arriv|deliver|come)",
        r"когда.{0,50}(?:приед|прид|приш|привез|достав|получ|жда|ожида|отправ|прибу|будет|готов|забра|приход|дойд)",
        r"(?:скоро|долго) (?:ли|еще|приед|прид|жда)|сколько (?:еще )?ждать|дата доставк|срок\w* доставк",
        r"во сколько",
        r"(?:какого|к какому) (?:числ|дн|срок)\w*|на какое число|ожида\w+ дат\w+",
    ),
    "items": any_of(
        r"\bwhat (?:did|have|was|were|had)\b.{0,25}\b(?:order\w*|b(?:uy|ought)|purchas\w*|get|got)\b",
        r"\bwhat (?:i|i've|we) (?:have |had )?(?:order\w*|bought|purchas\w*|got)\b",
        r"\b(?:what|which)(?:'s| is| are| was)? (?:things?|items?|products?|goods)\b",
        r"\bwhat(?:'s| is| was| are)? (?:\w+ )?in\b",
        r"\b(?:contents?|items|products|things) (?:of|in|on|from|inside)\b",
        r"\blist (?:of |the )*(?:items|products)",
        r"\bwhat does .{0,30}(?:contain|include)|\bwhat items\b",
        r"что (?:\w+ ){0,3}(?:входит|внутри|заказ\w+|куп\w+|покупа\w+|брал\w*|взял\w*|лежит|было)",
        r"состав\w* (?:мо\w+ )?заказ",
        r"\bсостав\b|(?:как\w+|перечень|список) (?:\w+ )?(?:товар|вещ|позици)\w*|содержим\w+|перечень",
        r"из чего состоит",
    ),
    "total": any_of(
        r"\bhow much\b.{0,50}\b(?:charg\w*|pa(?:y|id)|cost|spen[dt]|total|bill\w*|was|for|owe|come to)",
        r"\b(?:total|sum|amount|price|bill|cost)\b.{0,30}\b(?:of|for|order|charged|paid|was)\b",
        r"\border total\b|\btotal\b",
        r"\bcharged\b",
        r"сколько.{0,40}(?:спис|заплат|оплат|сто[ия]|выш|отда|потрат|снял|обош|должн|взял)",
        r"\bсумм\w*|\bитог\w*|общ\w+ стоимост|стоимост\w* (?:мо\w+ )?заказ",
        r"на сколько (?:я )?(?:заказ|вышл)",
    ),
    "payment": any_of(
        r"\b(?:how|what) (?:did|have|was|were) .{0,20}\bpa(?:y|id)\b",
        r"\bpay(?:ment)? (?:method|status|type)|\bpaid (?:with|by|for)",
        r"\bpay with\b|\bwhich (?:card|payment)|\b(?:did|has|is|was) (?:my |the )?payment\b",
        r"\bis (?:it|my order|the order) paid",
        r"чем (?:я |был\w* )*(?:плат|оплат|расплат)\w*",
        r"как(?:им способом|ой картой)?\b.{0,20}(?:оплат|заплат|плат)\w*",
        r"способ\w* оплат|(?:прошл|прошел|пришл)\w* ли.{0,20}(?:оплат|платеж|деньги)|оплачен\w* ли",
        r"оплат\w* прош|с какой карт",
    ),
    "address": any_of(
        r"\b(?:what|which|to what|to which|confirm|check|tell me)\b.{0,30}\baddress\b",
        r"\bdelivery address\b|\bshipping address\b",
        r"\bwhere (?:is|are|will) .{0,30}\b(?:sent|delivered|going|shipped) to\b",
        r"\bwhere (?:is it|will it be) (?:going|delivered)",
        r"(?:как\w+|на как\w+|по как\w+|чей) (?:\w+ )?адрес|адрес\w* доставк",
        r"куда (?:\w+ ){0,3}(?:ед|вез|достав|отправ|прид|приед)\w*",
        r"как\w+ (?:пункт|пвз|постамат)|в как\w+ (?:пункт|пвз|постамат)",
    ),
    "list": any_of(
        r"\b(?:all|list|show|see|which|what) (?:\w+ ){0,3}(?:my |have )?orders\b|\bmy orders\b",
        r"\border history\b|\bhow many orders",
        r"\b(?:мои|моих|все|всех|какие|список|сколько)\b.{0,20}\bзаказ(?:ы|ов)\b",
        r"истори\w* (?:мо\w+ )?заказ|\bмои покупки",
    ),
    "status": any_of(
        r"\bwhere(?:'s|s)?\b.{0,30}\b(?:my|the|our|order|it|parcel|package|stuff|w?\d{4,})",
        r"\bstatus\b|\bupdates?\b|\bnews\b|\bprogress\b",
        r"\bwhat(?:'s| is) (?:happening|going on|up) with\b|\bwhat happened (?:to|with)\b",
        r"\b(?:has|have|did|was|is)\b.{0,40}\b(?:ship(?:ped)?|sent|dispatch\w*|left|deliver\w*|arriv\w*)",
        r"\b(?:has|have|did|was|is)\b.{0,40}\b(?:on (?:its|the) way|ready|packed|lost)",
        r"\b(?:not|n.t|never|still)\b.{0,30}\b(?:arriv\w*|received?|com(?:e|ing)|got(?:ten)?|deliver\w*|ship\w*|here|waiting)",
        r"\bcheck(?:ing)? (?:on |up on |in on )?(?:my |the |an )?order",
        r"\blook (?:up|into|at) (?:my |the )?order|\bhow(?:'s| is) my order",
        r"\bгде\b.{0,30}(?:мо[йяеи]|заказ|посыл|покупк|он\b|она\b|оно\b|\d{4,})|\bстатус\w*|\bсостояни\w+",
        r"что (?:там )?(?:с|по|слышно)\b|как (?:там|дела с|продвига)|на как\w+ (?:этап|стади)|новост\w*",
        r"\bизвестно\b",
        r"(?:отправ|отгру|достав|приех|приш|собра|упакова|выслал|выеха|поступ|потеря|вруч|переда)\w*.{0,25}\bли\b",
        r"\bли\b.{0,25}(?:отправ|отгру)",
        r"(?:\bне |нет )(?:\w+ ){0,2}(?:приш|приех|достав|получ|прив[её]з|привез|дош|отправ)\w*",
        r"до сих пор|все еще|застрял\w*|пропал\w*|потерял\w*",
        r"(?:провер|посмотр|глян|узна)\w* (?:\w+ ){0,2}(?:заказ|посыл)|\bедет\b|в пути",
    ),
}

MINE = any_of(
    rf"\b(?:my|our) (?:\w+ ){{0,2}}(?:{_THING}|refund|money|tracking|payment|order)\b",
    rf"\bi(?:'ve| have|'d| had)? (?:{_JUST} )?(?:order|bought|purchas|placed|paid)\w*",
    rf"\bi(?:'ve| have|'d| had)? (?:{_JUST} )?(?:receiv|got|sent back|return)\w*",
    r"\b(?:did|have|was|were|am|had) i\b.{0,20}\b(?:order|b(?:uy|ought)|purchas|pa(?:y|id)|charg)\w*",
    r"\b(?:did|have|was|were|am|had) i\b.{0,20}\b(?:get|got|spen[dt])\w*",
    r"\bcharged me\b|\bfor me\b.{0,10}\border\b|\bi(?:'m| am) (?:still )?waiting\b",
    r"\bi still (?:have not|haven)",
    rf"\b{_RU_MY} (?:\w+ ){{0,2}}(?:{_RU_THING}|возврат|деньги|трек|оплат)",
    rf"{_RU_THING} (?:мо[йяеи]|мое)\b|у меня (?:\w+ ){{0,2}}заказ",
    r"\bя (?:\w+ ){0,3}(?:заказ(?:ал|ыва)|куп|оплат|заплат|получ|оформ|брал|взял|вернул|отправ|жд)\w*",
    r"\b(?:заказал|заказала|купил|купила|заказывал|заказывала|оформил|оформила|оплатил|оплатила|приобрел|приобрела)\b",
    r"с меня|мне (?:\w+ ){0,2}(?:не )?(?:приш|приех|достав|прив|отправ|верну|обещал)\w*",
    r"я (?:до сих пор )?не получ|\bжду\b",
)
"""Says that it is the speaker's own."""

DEFINITE = any_of(
    r"\bwhere(?:'s|s| is| are) (?:the |our )?(?:order|parcel|package|delivery|courier)\b",
    r"\b(?:the|this|that) (?:order|parcel|package)\b.{0,25}\b(?:arriv|com(?:e|ing)|shipped|delivered|here)",
    r"\bгде (?:же |там )?(?:заказ|посыл|покупк|курьер)",
    rf"когда (?:\w+ )?(?:приедет|придет|привезут|доставят|отправят|будет) (?:\w+ )?{_RU_COMING}",
    r"(?:заказ|посылк\w|покупк\w)\b.{0,20}(?:не приш|не приех|не достав|когда (?:приед|прид|будет))",
    r"не приш\w+ (?:заказ|посыл)",
    r"статус (?:заказ|посыл)|что с (?:заказ|посыл)|как там (?:заказ|посыл)",
    r"(?:заказ|посылк\w)\b.{0,12}\bотправ\w+ (?:ли|уже)|отправ\w+ (?:ли |уже ){1,2}(?:заказ|посыл)",
    r"\btrack (?:my|the|an|this) (?:order|parcel|package)|\border status\b|\bpackage status\b",
)
"""Means one order that both know of."""

WISH = any_of(
    r"\b(?:i|we)(?:'d| would)? (?:like|want|need|wish|have) to\b|\bi wanna\b",
    r"\bplease (?:cancel|change|return)|\bcancel (?:my|it|this|the)\b",
    r"\b(?:can|could) you\b|\bhelp me\b",
    r"\bхочу\b|\bхотел\w* бы\b|\bхотим\b|\bмне (?:надо|нужно)\b|\bнужно\b|\bнадо\b|\bотмените\b",
    r"\bпрошу\b|\bпоменяйте\b|\bизмените\b",
)
"""Asks to do it, not how it is done."""

GENERAL = any_of(
    r"\bhow (?:do|can|to|would|does|should|could|must|many|long)\b(?! (?:until|till|before))",
    r"\bhow much (?:is|does|do|are)\b|\bwhat (?:if|happens|are the)\b",
    r"\bwhat is the (?:policy|procedure|process|time|period|deadline|fee|cost|return|delivery)",
    r"\b(?:do|does|are) (?:you|your)\b|\bis (?:it|there)\b.{0,15}\b(?:possible|any|a way|allowed)\b",
    r"\bpolicy\b|\brules?\b|\bterms\b",
    r"\bconditions?\b|\bin case\b|\bif\b|\bafter (?:it|shipp|the order|an order)|\bonce\b|\busually\b",
    r"\bnormally\b|\bgenerally\b",
    r"\bwhere (?:can|do|could|should) i\b|\bwhy\b|\bwho pays\b|\bprocedure\b|\bsteps\b|\bexplain\b",
    r"\bany fee",
    r"\ban order\b|\borders (?:over|under|above|from)\b|\bcan (?:one|people)\b",
    r"\bкак\b(?! там\b| дела\b| продвига)|\bкаким образом\b",
    r"сколько (?:стои|дней|времен|идет|ид[уё]т|дл|хран|буд|можно|всего)\w*",
    r"что (?:делать|если|будет если|нужно)|\bесли\b",
    r"\bкак(?:ие|ой|ова|ов)\b (?:\w+ )?(?:услови|срок|правил|порядок|способ\w* (?:достав|возвр))",
    r"\b(?:у вас|вы) (?:\w+ )?(?:есть|можно|достав|прин|отправляете|делаете|возвращаете)\w*|\bправил\w*",
    r"\bуслови\w*|\bполитик\w*",
    r"\bобычно\b|\bвообще\b|\bв течение\b|\bпосле (?:отправ|оплат|получ|вручен|передач)\w*",
    r"\bкто (?:плат|оплач)\w*|\bпочему\b|\bзачем\b",
    r"\bгде (?:\w+ )?(?:посмотр|найти|забра|получ|узна|увид|отслед|взять|можно)\w*|\bинструкци\w*",
    r"\bпорядок\b|\bсрок\w* (?:возврат|доставк)",
    r"\bможно ли\b|\bвозможно ли\b|\bнужно ли\b|\bобязательно\b",
)
"""Asks how things are done at all: for the knowledge base."""

CONDITION = any_of(
    r"\bopened\b|\bused\b|\bwashed\b|\bworn\b|\bdefect\w*|\bbroken\b|\bbroke\b|\bdamaged?\b|\bfault\w*",
    r"\bcrack\w*|\bwrong (?:item|size|colou?r)",
    r"\bwithout (?:a |the )?(?:receipt|box|packag|tag)|\bon sale\b|\bgift\b|\bdays? ago\b",
    r"\bweeks? ago\b|\bmonths? ago\b|\bmade[ -]to",
    r"\bвскры\w*|\bраспак\w*|\bоткры\w*|\bиспольз\w*|\bстир\w*|\bпостир\w*|\bбрак\w*|\bслома\w*",
    r"\bразби\w*|\bповрежд\w*|\bтресн\w*|\bдефект\w*",
    r"\bне тот\b|\bне та\b|\bне те\b|\bбез (?:чека|коробк|упаковк|бирк|ярлык)\w*|\bраспродаж\w*",
    r"\bподар\w*|\bназад\b|\bна заказ\b",
    r"\bне подош\w*|\bне понрав\w*|\bdidn.t (?:like|fit)\b|\bdoesn.t (?:fit|work)\b|\bне работа\w*",
    r"\bне включа\w*",
)
"""Tells a circumstance that the shop's rules answer without looking at an order."""

OTHERS = any_of(
    rf"\b(?:my|his|her|their|a) {_RELATIVE}(?:'s|s')?\b.{{0,40}}\b(?:order|parcel|package|address|purchase)",
    r"\b(?:all|other|another|every|any) (?:customer|client|user|buyer|people|person)\w*\b",
    r"\b(?:order|parcel|address|purchase)s?\b.{0,30}\bof (?:my|another|other|someone|somebody|a) \w+",
    r"\b(?:list|dump|export|show)\b.{0,25}\b(?:database|customers|users|all orders in)\b",
    rf"(?:заказ|посыл|адрес|покупк)\w* (?:мо\w+ |сво\w+ )?{_RU_RELATIVE}",
    r"(?:друг\w+|чуж\w+|всех|кажд\w+|люб\w+) (?:клиент|покупател|люд|человек|заказчик|пользовател)\w*",
    r"чуж\w+ заказ",
    rf"\b{_RU_RELATIVE}\w* (?:\w+ ){{0,2}}(?:заказ|купил|оформ)\w*",
)
"""Openly about somebody else's order."""

POINTS_BACK = any_of(
    r"\b(?:it|this|that|them|they|one|these|those|there)\b",
    r"\b(?:он|она|оно|они|его|ее|их|него|нее|этот|эта|это|эти|этого|этом|там|туда|такой)\b",
)
"""Needs what was said before."""

FOLLOWS_ON = any_of(
    r"^(?:and|so|but|ok|what about|how about|also|then)\b", r"^(?:а|и|ну|но|ок|тогда|еще|также|хорошо)\b"
)
"""Goes on from what was said before."""

ORDINAL = any_of(
    r"\b(?:other|second|first|third|last|latest) (?:one|order)\b",
    r"\bwhat about\b|\bhow about\b|^and (?:the|my|order)\b",
    r"^(?:а|и|ну а) (?:\w+ )?(?:друг|втор|перв|трет|последн|предыдущ|остальн|про|по|этот|тот|заказ)",
    r"^(?:а|и|ну а) (?:\w+ )?(?:#|№|[a-zа-я]{1,3}-?\d)",
)
"""Goes on to another order with the question asked before."""

ORDER_NOUN = any_of(r"\b(?:orders?|purchase|parcel|package)\b", r"\b(?:заказ\w{0,2}|посылк\w|покупк\w)\b")
PERMISSION = any_of(r"\b(?:can|may|could)\b", r"\b(?:может|могут|можно|сможет)\b")
NO_NUMBER = any_of(
    r"\b(?:don.?t|do not|can.?t|cannot) (?:\w+ )?(?:know|have|remember|find|recall)\b",
    r"\bforgot|\blost (?:it|the)\b|\bno (?:order )?number|\bwhere (?:do|can) i (?:find|see|get)\b",
    r"не (?:знаю|помню|могу найти|нахожу|сохранил)|нет (?:номера|под рукой)|забыл\w*|потерял\w*",
    r"где (?:его |мне )?(?:взять|найти|посмотреть|искать)",
)
"""The order number is not at hand."""

WHY = any_of(
    r"\bwhy\b|\bwhat for\b|\bwon.?t (?:give|tell|share)\b",
    r"\b(?:зачем|почему|для чего)\b|\bне (?:хочу|буду|дам|скажу)\b",
)
"""Doubts about giving details."""
