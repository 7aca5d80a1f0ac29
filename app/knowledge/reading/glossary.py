"""What customers of a shop call the same thing, in both languages; general words, no facts of any shop."""

from collections.abc import Mapping

from app.knowledge.reading.words import Stemmer, tokens

_GROUPS = """
возврат вернуть возвращать возвратить сдать отдать обратно назад return returning returned refund
обмен обменять поменять заменить замена exchange swap replace replacement
деньги средства сумма денег оплаченное возмещение компенсация бабки refund money funds
отмена отменить аннулировать отказаться отказ передумать cancel cancellation abort
заказ покупка заказать order purchase заказик
посылка отправление бандероль пакет parcel package shipment посылочка посыль
доставка доставить довезти привезти привоз привезут доставят delivery deliver shipping ship
курьер доставщик courier driver
самовывоз забрать пвз пункт выдачи постамат pickup collect collection parcel locker
почта почтой почтовый post postal mail
трек трекинг отследить отслеживание tracking track trace
срок долго время дней ждать когда deadline term period long days wait
цена стоимость стоить стоит почем ценник price cost fee charge
бесплатно бесплатный даром free gratis
скидка дисконт акция распродажа скидон discount sale off deal
промокод купон промик промо код promo coupon code voucher
бонус балл бонусы баллы кешбэк кэшбэк bonus points loyalty cashback
сертификат карта подарочный подарочная gift card certificate voucher
оплата оплатить платить заплатить платеж pay payment paying
карта карточка банковская card
наличные наличка наличными нал кэш cash
рассрочка частями долями частичная кредит installment instalment installments credit
чек квитанция receipt invoice чека
счет фактура инвойс invoice bill
гарантия гарантийный warranty guarantee
ремонт починить починка repair fix
брак дефект бракованный дефектный сломанный сломался неисправный поломка defective defect faulty broken
размер size sizing размерный
аккаунт профиль кабинет учетка учетная запись account profile
пароль password пасс
вход войти авторизация залогиниться логин login signin log
регистрация зарегистрироваться register registration signup sign
почта емейл имейл email e-mail мыло мейл
телефон номер мобильный phone number mobile тел
адрес address адресок
магазин шоурум точка store shop showroom
товар вещь изделие продукт item product goods article
наличие остаток есть stock availability available
предзаказ preorder pre-order backorder
упаковка коробка обертка packaging package box wrapping
подарок gift present подарочек
опоздать задержка опаздывает задерживается просрочка late delay delayed overdue
потерять потеря утеря пропал пропала lost missing
изменить поменять исправить change edit modify update
удалить delete remove erase
подписка рассылка newsletter subscription unsubscribe
жалоба претензия complaint claim
юрлицо организация компания фирма ип ооо business company corporate
распаковать вскрыть открыть вскрытый распакованный opened open unpack unsealed
примерка примерить try fitting
выходной выходные праздник праздники weekend holiday holidays
график расписание часы режим работы schedule hours opening
город регион область city region
граница зарубеж abroad overseas international
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
            group = set(stemmer.content(tokens(line)))
            for stem in group:
                self._neighbours.setdefault(stem, set()).update(group - {stem})

    def neighbours(self, stem: str) -> frozenset[str]:
        """The stems that may stand for this one, in either language; none for most."""
        return frozenset(self._neighbours.get(stem, ()))
