"""What customers of a shop call the same thing, in both languages; general words, no facts of any shop."""

from collections.abc import Mapping

from app.knowledge.reading.words import Stemmer, tokens

# One line, one thing. Words after ~ mean other things too: whoever says one may mean this one, but a passage
# with it need not speak of it.
_GROUPS = """
возврат вернуть возвращать возвратить сдать return returning refund
обмен обменять поменять заменить замена exchange swap replace replacement
деньги средства возмещение компенсация money funds refund cash reimbursement
отмена отменить аннулировать отказаться отказ передумать cancel cancellation abort
заказ покупка order purchase
посылка отправление бандероль parcel package shipment
доставка доставить довезти привезти привоз доставлять delivery deliver shipping ship postage
курьер доставщик courier driver
самовывоз пункт выдачи постамат pickup collect collection locker
почта почтой почтовый post postal
трек трекинг отследить отслеживание tracking track trace
срок долго ждать deadline term long wait
цена стоимость стоить почем ценник price cost fee charge
бесплатно бесплатный даром free gratis complimentary
скидка акция распродажа discount sale ~deal
подешевело дешевле снизиться уценили уценка снижение cheaper dropped lower
промокод купон промо coupon promo code
балл бонус кешбэк кэшбэк bonus points loyalty cashback rewards
сертификат подарочная gift certificate voucher
оплата оплатить платить заплатить платеж pay payment paying
карта карточка card
наличные наличка наличными кэш cash
безналичный безнал invoice
чек квитанция receipt slip
счет инвойс invoice bill
гарантия гарантийный warranty guarantee guaranteed
ремонт починить починка repair fix
брак дефект бракованный дефектный сломанный сломался неисправный поломка defective defect faulty broken
повредить разбиться помять поцарапать побилось damaged smashed dented scratched cracked
недостача недовложение недоложили нехватает missing ~absent short
размер габарит size dimension measurement
крупногабаритный негабарит громоздкий bulky oversized large
аккаунт профиль кабинет учетная account profile
пароль password
войти вход авторизация логин login signin
регистрация зарегистрироваться register registration signup
емейл имейл email e-mail мейл
телефон мобильный phone mobile ~номер number
адрес address
шоурум салон магазин showroom store shop
товар вещь изделие продукт item product goods article
наличие остаток stock availability available
предзаказ preorder backorder
упаковка коробка packaging package box
завернуть обертка wrapping wrap
подарок подарить gift ~present
опоздать задержка опаздывать задерживаться late delay delayed overdue
потерять потеря пропасть lost
изменить поменять исправить change edit modify update
удалить delete remove erase
рассылка уведомление notification newsletter unsubscribe
жалоба претензия complaint claim
юрлицо организация компания фирма предприниматель business company corporate
распаковать вскрыть открыть вскрытый распакованный opened open unpack unsealed
примерка примерить fitting
выходной праздник weekend holiday
график расписание schedule hours opening
граница зарубеж заграница abroad overseas international ~страна country
граница заграница abroad international ~германия беларусь казахстан армения грузия киргизия узбекистан сербия
граница заграница abroad international ~турция израиль сша китай европа минск алматы ереван тбилиси
граница заграница abroad international ~germany belarus kazakhstan armenia georgia kyrgyzstan serbia
граница заграница abroad international ~turkey israel usa america china europe france italy spain poland uk
образец образцы лоскут пробник sample swatch
установка монтаж повесить прибить установить install installation hang mount
этаж подъем поднять floor lift carry stairs
отзыв оценка review rating feedback
персональные конфиденциальность privacy personal confidential
срочно срочный экспресс urgent express rush asap
рассрочка instalment installment instalments installments klarna ~частями долями
кредит ипотека loan credit
криптовалюта биткоин crypto bitcoin cryptocurrency
пейпал paypal
опт оптом оптовый оптовая wholesale bulk
вакансия трудоустройство нанимать hiring vacancy vacancies job jobs career ~работу
стажировка internship intern
парковка припарковаться паркинг parking ~машину park
метро станция subway metro underground
собака кошка питомец животное dog cat pet pets
пенсионер пенсионный pensioner senior seniors retiree
студент студенческий student students
многодетный инвалид льгота льготный disabled veteran concession
рефералка реферальный referral refer
свадебный вишлист wishlist registry wedding
аренда прокат напрокат rent rental hire
приложение айфон андроид app iphone android
франшиза партнерство дилер franchise dealer reseller partnership
сотрудничество блогер collaboration influencer affiliate
страховка застраховать страхование insurance insure insured
зачет трейд-ин утилизация trade-in tradein recycling recycle dispose
чаевые tip tips gratuity
гравировка вышивка вышить персонализация engrave engraving embroidery monogram
ребенок дети детский child children kids baby
беременность pregnancy pregnant
аллергия гипоаллергенный allergy allergic hypoallergenic
вегетарианский веганский халяль vegan halal kosher
владелец основатель директор owner founder ceo owns
производство производитель фабрика завод factory manufacturer manufactured
мощность ватт вольт power watt voltage
вес тяжелый weight heavy weigh
объем литр вместимость capacity volume litre liter
цвет оттенок расцветка colour color shade
ткань материал состав fabric material composition
стирка стирать постирать wash washing laundry
сушка сушить dry drying dryer
глажка гладить утюг iron ironing
чистка химчистка cleaning clean dry-clean
запчасть комплектующие крышка spare part parts lid
дизайнер стилист designer stylist
консультация консультант consultation advice
мастер-класс экскурсия workshop tour
обучение курсы training course
электропривод моторизованный motorised motorized remote
дрон drone
ночью ночной круглосуточно night nightly
сосед соседка консьерж консьержка вахтер neighbour neighbor concierge porter
доверенность паспорт документ passport document id
блэк пятница black friday
каталог catalogue catalog brochure
таможня пошлина customs duty
налог ндс вычет tax vat
такси taxi uber
лифт elevator
кофе еда кафе coffee food cafe
"""

SLANG: Mapping[str, str] = {
    "чо": "что", "че": "что", "шо": "что", "скока": "сколько", "скок": "сколько", "плз": "пожалуйста",
    "пж": "пожалуйста", "спс": "спасибо", "инет": "интернет", "тел": "телефон", "мыло": "почта",
    "комп": "компьютер", "ноут": "ноутбук", "нал": "наличные", "налик": "наличные", "безнал": "безналичный",
    "промик": "промокод", "скидон": "скидка", "лк": "личный кабинет", "пвз": "пункт выдачи",
    "имхо": "", "кста": "кстати", "щас": "сейчас", "ща": "сейчас", "тыс": "тысяч", "руб": "рублей",
    "спб": "санкт-петербург", "питер": "санкт-петербург", "мск": "москва", "екб": "екатеринбург",
    "нск": "новосибирск", "мкад": "москва", "загран": "за границу", "доки": "документы",
    "u": "you", "ur": "your", "r": "are", "pls": "please", "plz": "please", "thx": "thanks", "asap": "urgent",
    "tel": "phone", "addr": "address", "qty": "quantity", "info": "information", "acc": "account",
    "pwd": "password", "wanna": "want", "gonna": "going", "cuz": "because", "bday": "birthday",
    "msg": "message", "pic": "picture", "pics": "pictures", "cc": "credit card", "ship": "shipping",
}  # fmt: skip
"""Short forms and what they are read as."""


class Glossary:
    """Stems of words that customers use for one another."""

    def __init__(self, stemmer: Stemmer) -> None:
        self._neighbours: dict[str, set[str]] = {}
        for line in _GROUPS.strip().splitlines():
            sure, _, vague = line.partition("~")
            group = set(stemmer.content(tokens(sure)))
            for stem in group.union(stemmer.content(tokens(vague))):
                self._neighbours.setdefault(stem, set()).update(group - {stem})

    def is_concept(self, stem: str) -> bool:
        """Whether customers ask shops about this as a thing of its own."""
        return stem in self._neighbours

    def neighbours(self, stem: str) -> frozenset[str]:
        """The stems that may stand for this one, in either language; none for most."""
        return frozenset(self._neighbours.get(stem, ()))
