"""Letters with codes, taken by a real mail server."""

import pytest

from app.domain.errors import Unavailable
from app.domain.ids import Language
from app.orders.mail import CodeMailer
from tests.orders.mail_server import mail_server

SHOP: dict[Language, str] = {"ru": "Клевер", "en": "Clover"}


@pytest.mark.parametrize(("language", "words"), [("ru", "Ваш код: 042917"), ("en", "Your code: 042917")])
async def test_a_letter_holds_the_code_in_the_customers_language(language: Language, words: str) -> None:
    async with mail_server() as server:
        await CodeMailer(server.url, "chat@example.com", SHOP).send("anna@example.ru", "042917", language)
        (letter,) = server.letters
        assert (letter["To"], letter["From"]) == ("anna@example.ru", "chat@example.com")
        assert letter["Subject"].startswith("042917")
        assert words in letter.get_content()


async def test_a_server_that_does_not_take_the_letter_is_unavailable() -> None:
    async with mail_server() as server:
        server.is_refusing = True
        with pytest.raises(Unavailable):
            await CodeMailer(server.url, "chat@example.com", SHOP).send("anna@example.ru", "1", "ru")
    with pytest.raises(Unavailable):
        await CodeMailer("smtp://127.0.0.1:9", "chat@example.com", SHOP).send("anna@example.ru", "1", "ru")


@pytest.mark.parametrize("address", ["anna@example.ru\nBcc: all@example.com", "a@b\r\n\r\nhello"])
async def test_an_address_cannot_add_lines_to_the_letter(address: str) -> None:
    async with mail_server() as server:
        with pytest.raises(Unavailable):
            await CodeMailer(server.url, "chat@example.com", SHOP).send(address, "042917", "ru")
        assert server.letters == []
