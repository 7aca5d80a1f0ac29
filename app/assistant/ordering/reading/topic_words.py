"""Words for what is asked about an order, as patterns in Russian and English; nothing is decided here."""

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
    "overview",
]
"""What about the order, most telling first."""


def any_of(*patterns: str) -> re.Pattern[str]:
    """One pattern that matches where any of these does, in text made by `plain_words`."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


TOPICS: Mapping[Topic, re.Pattern[str]] = {
    "change_address": any_of(
        r"\b(?:chang|updat|correct|edit|modif|fix|switch|redirect|rerout)\w*\b.{0,40}\b(?:address|street|apartment)",
        r"\b(?:updat|chang|edit)\w* where\b",
        r"\b(?:different|another|new|wrong) (?:street|house|flat|city|place|office|building)\b",
        r"\bto my (?:office|work|parents|home|mother|friend)\b",
        r"(?:друг|нов|не т)\w* (?:улиц|дом\b|квартир|город|место|офис|пункт)\w*",
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
        r"\bchanged my mind\b|\bwant out\b|\bback out\b|\bdon.?t (?:ship|send)\b",
        r"\bplaced (?:it )?by mistake|\bstop (?:my|the|this) order",
        r"\bотмен\w*|\bаннулир\w*|\bпередума\w+|\bотказ(?:аться|ываюсь)\b|\bне отправляйте\b",
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
        r"\b(?:my|the) (?:refund|money)\b.{0,40}\b(?:yet|arriv|come|receiv|process|issued|sent|status)",
        r"\b(?:when|still).{0,30}\b(?:my|the) (?:refund|money)\b",
        r"\b(?:have|has|did|was|were).{0,25}\brefunded\b",
        r"\b(?:get|got|have|received?) (?:my |the |a )?(?:money|refund)\b",
        r"\b(?:not|n.t|never) (?:\w+ ){0,3}(?:got|received|refunded|get|receive)\b.{0,20}\b(?:refund|money)",
        r"\b(?:has|have|been|did|was|were)\b(?!.{0,40}\b(?:can|could|may|possible)\b).{0,30}\brefund(?:ed)?\b",
        r"возврат\w* (?:денег|средств)|(?:оформлен|был ли|сделали)\b.{0,15}возврат\b",
        r"возврат.{0,15}\b(?:был|прошел|сделан)",
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
        r"\bwhen\b.{0,20}\bget(?:ting)?\b|когда.{0,15}(?:отда|получ)\w*",
        r"\bany idea when\b|\bwhen\W*$|\bкогда\W*$",
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
        r"\b(?:remind|tell|show|list|see|know|forgot|remember|check)\w*\b.{0,15}\bwhat (?:i|i've|we)\b",
        r"\binclud\w+|\bвход(?:ит|ило|ят|или)\b|\bвключ(?:ает|ал)\w*",
        r"\binside\b|\bвнутри\b|что (?:там |же )?в (?:нем|ней|них|заказ|посыл)",
        r"\b(?:what|which)(?:'s| is| are| was)? (?:things?|items?|products?|goods)\b",
        r"\bwhat(?:'s| is| was| are)? (?:\w+ )?in\b",
        r"\b(?:contents?|items|products|things) (?:of|in|on|from|inside)\b",
        r"\blist (?:of |the )*(?:items|products)",
        r"\bwhat does .{0,30}(?:contain|include)|\bwhat items\b",
        r"что (?:\w+ ){0,3}(?:входит|внутри|заказ(?:ал|ыв)\w*|куп\w+|покупа\w+|брал\w*|взял\w*|лежит|было)",
        r"состав\w* (?:мо\w+ )?заказ",
        r"\bсостав\b|(?:как\w+|перечень|список) (?:\w+ )?(?:товар|вещ|позици)\w*|содержим\w+|перечень",
        r"из чего состоит",
    ),
    "total": any_of(
        r"\bhow much\b.{0,50}\b(?:charg\w*|pa(?:y|id)|cost|spen[dt]|total|bill\w*|was|for|owe|come to)",
        r"\b(?:total|sum|amount|bill|cost)\b.{0,30}\b(?:of|for|order|charged|paid|was)\b",
        r"\border total\b|\btotal\b",
        r"\bcharged\b",
        r"сколько.{0,40}(?:спис|заплат|оплат|сто[ия]|выш|отда|потрат|снял|обош|должн|взял)",
        r"\bсумм\w*|\bитог\w*|общ\w+ стоимост|стоимост\w* (?:мо\w+ )?заказ",
        r"на сколько (?:я )?(?:заказ|вышл)",
    ),
    "payment": any_of(
        r"\b(?:how|what) (?:did|have|was|were) .{0,20}\bpa(?:y|id)\b",
        r"\bpay(?:ment)? (?:method|status|type)|\bpaid (?:with|by|for|from)",
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
        r"\bwhere(?:'s|s)?\b|\bгде\b",
        r"\bstatus\b|\bupdates?\b|\bnews\b|\bprogress\b",
        r"\bwhat(?:'s| is) (?:happening|going on|up) with\b|\bwhat happened (?:to|with)\b",
        r"\bwhat(?:'s| is) with (?:my|the)\b",
        r"\b(?:has|have|did|was|is)\b.{0,40}\b(?:ship(?:ped)?|sent|dispatch\w*|left|deliver\w*|arriv\w*)",
        r"\b(?:has|have|did|was|is)\b.{0,40}\b(?:on (?:its|the) way|ready|packed|lost)",
        r"(?:\b(?:not|never|still)|n.t)\b.{0,30}\b(?:dispatch|left|gone|mov)\w*",
        r"(?:\b(?:not|never|still)|n.t)\b.{0,30}\b(?:arriv\w*|received?|com(?:e|ing)|got(?:ten)?|deliver\w*|ship\w*|here|waiting)",
        r"\bwhy\b.{0,40}\b(?:order|parcel|package|delivery)\b|\bdelay\w*",
        r"\btak(?:ing|es|en) (?:so|too|this|forever)\b|\boverdue\b",
        r"\bpromised\b|\bif it (?:went|has|is|was|shipped|left)\b|\bwent out\b",
        r"\bwaiting (?:for|on)\b|\bwould (?:come|arrive|be (?:here|delivered))\b|\bsupposed to\b|\blate\b",
        r"\bдолго\b|\bсобира\w+|\bкомплект\w+|почему.{0,30}(?:заказ|посыл)|\bжду\b|\bопазд\w+|\bзадерж\w+|\bобещал\w*",
        r"\b(?:arrived|delivered|shipped|dispatched|sent)\W*$|\b(?:left|gone|out) (?:already|yet)\b",
        r"(?:приехал|пришел|доставлен|доставили|отправлен|отправили|вручен|выехал)\w*\W*$",
        r"\bуже (?:выех|уех|ушл|ушел)|(?:отправ|достав|отгруз|прив|выех|уех)\w+ или (?:нет|еще)",
        r"\bcheck(?:ing)? (?:on |up on |in on )?(?:my |the |an )?order",
        r"\blook (?:up|into|at|for) (?:my|the|an?) (?:\w+ )?(?:order|parcel|package)",
        r"\bhow(?:'s| is) my order",
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

HINTS: Mapping[Topic, re.Pattern[str]] = {
    "change_address": any_of(
        r"\bmoved\b|\baddress\b|\binstead\b.{0,20}\bto\b", r"адрес|переехал|в другое место"
    ),
    "cancel": any_of(
        r"\b(?:kill|drop|void|stop|undo|scrap|withdraw|revoke|abort)\b|\bnot need(?:ed)?\b|\bno longer\b",
        r"отказ|\bсн(?:ять|имите|ять)\b|не (?:нужн|надо|актуал)|отзовите|уберите|не буду (?:брать|забирать)",
    ),
    "exchange": any_of(
        r"\binstead\b|\btrade\b|\bchange (?:it|the|this|my)\b", r"вместо|на друг|сменить|меня(?:ть|ете)"
    ),
    "return": any_of(
        r"(?<!me )\bback\b|\bget rid\b|\bunwanted\b|\bnot for me\b|\bdon.?t like\b",
        r"обратно|назад|не подош|не понрав|не устро|избавиться",
    ),
    "refund": any_of(r"\bmy money\b|\breimburse\w*|\bcompensat\w*", r"деньг|средств|компенсац"),
    "tracking": any_of(
        r"\b(?:code|link|follow|number|carrier|identifier|barcode|waybill|consignment|shipment id)\b",
        r"\bкод\w*|идентификатор|перевозчик|ссылк|штрих|проследить|следить|номер\w* (?:посыл|отправ)",
    ),
    "eta": any_of(
        r"\bwhen\b|\bhow (?:long|soon)\b|\bdate\b|\bday\b",
        r"\bкогда\b|\bдат[аыу]\b|\bчисл[ао]\b|\bскоро\b|\bдн[яей]\w*",
    ),
    "total": any_of(
        r"\bhow much\b|\b(?:cost|price|amount|sum|bill(?:ed)?|expens\w+|spen[dt]|worth|owe|money|figure)\b",
        r"\bset me back\b",
        r"\bсколько\b|\bцен\w*|\bруб\w*|\bсто(?:ит|ил)\w*|денег|трат|\bобщ\w+\b|\bчек\w*",
    ),
    "payment": any_of(
        r"\bpa(?:y|id|yment|ying)\b|\bcard\b", r"оплат|оплач|плат(?:ил|еж)|рассчит|расплат|\bкарт[аойуы]\b"
    ),
    "items": any_of(
        r"\beverything\b|\bitems?\b|\bcontents?\b|\bproducts?\b|\bbought\b|\bpicked\b|\bordered\b",
        r"позици|товар|набра|содерж|\bкупил|наименован|\bсостав",
    ),
    "status": any_of(
        r"\bnews\b|\bupdate\b|\bgoing on\b|\bgone\b|\bleft\b|\bout\b",
        r"\bчто там\b|\bуш(?:ел|ла|ло)\b|\bедет\b|\bуехал",
    ),
}
"""Weaker words, for a message that names an order and says nothing plainer; the first that fits wins."""
