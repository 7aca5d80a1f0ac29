"""A small real mail server for tests: takes letters over SMTP and keeps them; it can be told to refuse."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage


class MailServer:
    """Where it listens, and the letters that came."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.is_refusing = False
        self.url = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Speak just enough SMTP to take one letter after the other."""
        writer.write(b"220 test\r\n")
        while line := await reader.readline():
            match line[:4].upper():
                case b"EHLO":
                    writer.write(b"250 test\r\n")
                case b"MAIL" if self.is_refusing:
                    writer.write(b"451 not now\r\n")
                case b"DATA":
                    writer.write(b"354 go on\r\n")
                    raw = await reader.readuntil(b"\r\n.\r\n")
                    self.letters.append(message_from_bytes(raw[:-5], policy=policy.default))  # pyright: ignore[reportArgumentType]
                    writer.write(b"250 taken\r\n")
                case b"QUIT":
                    writer.write(b"221 bye\r\n")
                    break
                case _:
                    writer.write(b"250 ok\r\n")
            await writer.drain()
        writer.close()


@asynccontextmanager
async def mail_server() -> AsyncGenerator[MailServer]:
    """A running server, stopped at the end."""
    server = MailServer()
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.url = f"smtp://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    async with listening:
        yield server
