"""Letters with one-time codes by the shop's mail server; the wording comes from the catalogue."""

import asyncio
import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from app.catalogue import say
from app.domain.errors import Unavailable
from app.domain.ids import Language

TIMEOUT_S = 10.0
_PORTS = {"smtp": 587, "smtps": 465}


class CodeMailer:
    """Sends from `sender` by `smtp://user:password@host:port` (STARTTLS where offered) or `smtps://…`."""

    def __init__(self, url: str, sender: str, shop: dict[Language, str]) -> None:
        parts = urlsplit(url)
        self._is_tls = parts.scheme == "smtps"
        self._host = parts.hostname or ""
        self._port = parts.port or _PORTS[parts.scheme]
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._sender = sender
        self._shop = shop

    async def send(self, address: str, code: str, language: Language) -> None:
        """Send one code. Raises `Unavailable` when the server does not take the letter."""
        try:
            await asyncio.to_thread(self._deliver, self._letter(address, code, language))
        except (OSError, smtplib.SMTPException, ValueError) as error:
            raise Unavailable(f"the mail server does not take the letter: {type(error).__name__}") from error

    def _letter(self, address: str, code: str, language: Language) -> EmailMessage:
        letter = EmailMessage()
        letter["From"], letter["To"] = self._sender, address
        letter["Subject"] = say("assistant.code_subject", language, code=code, shop=self._shop[language])
        letter.set_content(say("assistant.code_body", language, code=code, shop=self._shop[language]))
        return letter

    def _deliver(self, letter: EmailMessage) -> None:
        context = ssl.create_default_context()
        if self._is_tls:
            server = smtplib.SMTP_SSL(self._host, self._port, timeout=TIMEOUT_S, context=context)
        else:
            server = smtplib.SMTP(self._host, self._port, timeout=TIMEOUT_S)
        with server:
            server.ehlo()
            if not self._is_tls and server.has_extn("starttls"):
                server.starttls(context=context)
                server.ehlo()
            if self._user:
                server.login(self._user, self._password)
            server.send_message(letter)
