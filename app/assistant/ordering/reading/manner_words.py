"""Words for how an order is spoken of: whose it is, a wish, a rule in general; patterns in both languages."""

from app.assistant.ordering.reading.topic_words import any_of

_THING = (
    r"(?:orders?|parcels?|packages?|purchases?|shipments?|delivery(?! address)|deliveries"
    r"|stuff|items?|things?|goods)"
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

MINE = any_of(
    rf"\b(?:my|our) (?:\w+ ){{0,2}}(?:{_THING}|refund|money|tracking|payment|order)\b",
    rf"\bi(?:'ve| have|'d| had)? (?:{_JUST} )?(?:order|bought|purchas|placed|paid)\w*",
    rf"\bi(?:'ve| have|'d| had)? (?:{_JUST} )?(?:receiv|got (?:my|the|it)|sent back|return)\w*",
    r"\b(?:did|have|was|were|am|had) i\b.{0,20}\b(?:order|b(?:uy|ought)|purchas|pa(?:y|id)|charg)\w*",
    r"\b(?:did|have|was|were|am|had) i\b.{0,20}\b(?:get|got|spen[dt])\w*",
    r"\bcharged me\b|\bfor me\b.{0,10}\border\b",
    r"\bi(?:'m| am) (?:still )?waiting(?: for (?:my|the|it)\b|\W*$)",
    r"\bi still (?:have not|haven)",
    rf"\b{_RU_MY} (?:\w+ ){{0,2}}(?:{_RU_THING}|возврат|деньги|трек|оплат)",
    rf"{_RU_THING} (?:мо[йяеи]|мое)\b|у меня (?:\w+ ){{0,2}}заказ",
    r"\bя (?:\w+ ){0,3}(?:заказ(?:ал|ыва)|куп|оплат|заплат|плат|получ|оформ|брал|взял|вернул|отправ|жд)\w*",
    r"^(?:\w+[,!] )?(?:i )?(?:bought|ordered)\b|\bi was (?:told|promised)\b",
    r"\b(?:заказал|заказала|купил|купила|заказывал|заказывала|оформил|оформила|оплатил|оплатила|приобрел|приобрела)\b",
    r"с меня|мне (?:\w+ ){0,2}(?:не )?(?:приш|приех|достав|прив|отправ|верну|обещал)\w*",
    r"я (?:до сих пор )?не получ|\bжду\b",
)
"""Says that it is the speaker's own."""

MY_GOODS = any_of(
    r"\bmy (?!account|card|address|phone|profile|points?|bonus|promo|code|coupon|receipt|invoice|password"
    r"|question|cashback|discount|gift|name|e-?mail|size|city|country|husband|wife|bank|app|browser|basket|cart|level|review)\w+",
    r"\bмо(?:[йяеи]|его|ей|ю|их) (?!аккаунт|карт|адрес|телефон|профил|балл|бонус|промо|код|купон|чек|счет"
    r"|парол|вопрос|кешбэк|скидк|подар|имя|почт|размер|город|стран|муж|жен|банк|приложен|корзин|уров|отзыв|ситуац|мнени)\w+",
)
"""Something of the speaker's that may be goods under way."""

UNDER_WAY = any_of(
    r"\bwhen\b|\bкогда\b|\blook (?:up|into|for)\b|\bпровер\w+",
    r"\b(?:dispatch|ship|arriv|deliver|sent|lost|courier|come|coming|here|where|left|gone|went|promised)\w*",
    r"\bon (?:its|the) way\b",
    r"\bгде\b|(?:отправ|отгру|достав|приех|приед|прид|приш|привез|потеря|едет|ехать|курьер|выслал|выех|уех|ушел|ушла|обещал)\w*",
)
"""Speaks of goods that travel."""

INSISTS = any_of(
    r"\b(?:admin\w*|owner|developer|debug|skip|ignore|bypass|override|verification|rules?|instructions?|courier|police)\b",
    r"\b(?:show|promise|trust me|just (?:tell|give|do|show))\b|\bпокаж\w+|честн\w+|\bповерьте\b",
    r"админ|владел|разработч|отлад|приказ|правил|проверк|инструкц|директор|курьер|полици|разрешил|доверен",
)
"""Tries to get round the proof instead of giving it."""

BIDS = any_of(
    r"\b(?:give|send|tell|show) me\b",
    r"\b(?:track|follow|return|cancel|exchange|change|swap) (?:it|this|that|them)\b",
    r"\b(?:дайте|дай|скиньте|пришлите|скажите|покажите)\b",
    r"(?:отслед|верну|отмен|обмен|поменя|измен)\w* (?:его|ее|их|эт\w+)",
    r"(?:его|ее|их) (?:отслед|верну|отмен|обмен|поменя)",
)
"""Asks for the thing itself even where it begins with "how"."""

DEFINITE = any_of(
    r"\bwhere(?:'s|s| is| are) (?:the |our )?(?:order|parcel|package|delivery|courier)\b",
    r"\b(?:the|this|that) (?:order|parcel|package)\b.{0,25}\b(?:arriv|com(?:e|ing)|shipped|delivered|here)",
    r"\bгде (?:же |там )?(?:заказ|посыл|покупк|курьер)",
    rf"когда (?:\w+ )?(?:приедет|придет|привезут|доставят|отправят|будет) (?:\w+ )?{_RU_COMING}",
    r"(?:заказ|посылк\w|покупк\w)\b.{0,20}(?:не приш|не приех|не достав|когда (?:приед|прид|будет))",
    r"не приш\w+ (?:заказ|посыл)",
    r"(?:заказ|посыл)\w*.{0,20}застрял|застрял\w*.{0,20}(?:заказ|посыл)",
    r"\b(?:order|parcel|package)\b.{0,20}\b(?:stuck|delayed)\b",
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
    r"\bhow (?:do|can|to|would|does|should|could|must|many|long)\b(?! (?:until|till))",
    r"\bhow much (?:is|does|do|are)\b|\bwhat (?:if|happens|are the)\b",
    r"\bwhat is the (?:policy|procedure|process|time|period|deadline|fee|cost|return|delivery)",
    r"\b(?:do|does) (?:you|your)\b(?! (?:know|see|have (?:any )?(?:news|updates?|info)))",
    r"\bis (?:it|there)\b.{0,15}\b(?:possible|a way|allowed)\b|\bare you\b",
    r"\byour (?:store|shop|office|address|warehouse|location)|\bshowroom|\blocated\b|\bopen(?:ing)?\b",
    r"\bмагазин\w*|\bшоурум\w*|\bваш\w* (?:адрес|офис|склад|пункт)|\bработает\b",
    r"\bpolicy\b|\brules?\b|\bterms\b",
    r"\bconditions?\b|\bin case\b",
    r"(?<!see )(?<!check )(?<!know )(?<!tell )(?<!me )(?<!out )(?<!wonder )(?<!ing )\bif\b",
    r"\bafter (?:it|shipp|the order|an order)|\bonce\b|\busually\b",
    r"\bnormally\b|\bgenerally\b",
    r"\bwhere (?:can|do|could|should) i\b|\bwho pays\b|\bprocedure\b|\bsteps\b|\bexplain\b",
    r"\bany (?:fee|penalty|charge|cost)|\bin (?:what|which) cases\b",
    r"в каких случаях|когда можно|\bправо\b|\bam i (?:entitled|eligible)|\bwhen can (?:i|one)\b",
    r"\ban order\b|\borders (?:over|under|above|from)\b|\bcan (?:one|people)\b",
    r"\bкак\b(?! там\b| дела\b| продвига)|\bкаким образом\b",
    r"сколько (?:стои|дней|времен|идет|ид[уё]т|дл|хран|буд|можно|всего)\w*",
    r"что (?:делать|если|будет если|нужно)|\bесли\b",
    r"\bкак(?:ие|ой|ова|ов)\b (?:\w+ )?(?:услови|срок|правил|порядок|способ\w* (?:достав|возвр))",
    r"\b(?:у вас|вы) (?:\w+ )?(?:есть|можно|достав|прин|отправляете|делаете|возвращаете)\w*|\bправил\w*",
    r"\bуслови\w*|\bполитик\w*",
    r"\bобычно\b|\bвообще\b|\bв течение\b|\bпосле (?:отправ|оплат|получ|вручен|передач)\w*",
    r"\bкто (?:плат|оплач)\w*|\bзачем\b",
    r"\bгде (?:\w+ )?(?:посмотр|найти|забра|получ|узна|увид|отслед|взять|можно)\w*|\bинструкци\w*",
    r"\bпорядок\b|\bсрок\w* (?:возврат|доставк)",
    r"\bможно ли\b|\bвозможно ли\b|\bнужно ли\b|\bобязательно\b",
)
"""Asks how things are done at all: for the knowledge base."""

FAULT = any_of(
    r"\bdefect\w*|\bbroken\b|\bbroke\b|\bdamaged?\b|\bfault\w*|\bcrack\w*|\bwrong (?:item|size|colou?r)",
    r"\bбрак\w*|\bслома\w*|\bразби\w*|\bповрежд\w*|\bтресн\w*|\bдефект\w*|\bне тот\b|\bне та\b|\bне те\b",
)
"""Something came and is not as it should be: the articles say what to do."""

CONDITION = any_of(
    r"\bopened\b|\bused\b|\bwashed\b|\bworn\b|\bdefect\w*|\bbroken\b|\bbroke\b|\bdamaged?\b|\bfault\w*",
    r"\bcrack\w*|\bwrong (?:item|size|colou?r)",
    r"\bwithout (?:a |the )?(?:receipt|box|packag|tag)|\bon sale\b|\bgift\b(?! card)|\bdays? ago\b",
    r"\btwice\b|\bdouble\b|\bдважды\b|\b(?:два|2) раза\b|\bstopped \w+ing\b|\bweeks? ago\b",
    r"\bmonths? ago\b|\bmade[ -]to",
    r"\bвскры\w*|\bраспак\w*|\bоткры\w*|\bиспольз\w*|\bстир\w*|\bпостир\w*|\bбрак\w*|\bслома\w*",
    r"\bразби\w*|\bповрежд\w*|\bтресн\w*|\bдефект\w*",
    r"\bне тот\b|\bне та\b|\bне те\b|\bбез (?:чека|коробк|упаковк|бирк|ярлык)\w*|\bраспродаж\w*",
    r"\bподар(?!\w* карт)\w*|\bназад\b|\bна заказ\b",
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
    r"\b(?:он|она|оно|они|его|ее|их|него|нее|нем|ней|ним|них|этот|эта|это|эти|этого|этом|там|туда|такой)\b",
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
    r"^(?:а |и )?(?:что |как )?насчет\b|^а (?:что с|как там)\b",
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
