"""The sweep after a crash: whoever still waits is answered, whatever it meets on the way."""

import asyncio
from pathlib import Path

from sqlalchemy import Connection, insert

from app.domain.ids import ConversationId
from app.storage.tables import events
from tests.builders import say, start
from tests.manual_clock import ManualClock
from tests.running import running_server

BROKEN, SOUND = ConversationId("broken"), ConversationId("sound")


async def test_a_conversation_that_cannot_be_read_does_not_keep_the_others_waiting(tmp_path: Path) -> None:
    clock = ManualClock()

    def spoil(connection: Connection) -> None:
        row = {"stream": f"conv:{BROKEN}", "seq": 4, "kind": "nonsense", "sender": "system", "body": "{}"}
        connection.execute(insert(events), {**row, "at": clock.now})

    async with running_server(tmp_path, sweep_s=0.2) as server:
        conversations = server.services.conversations
        for chat in (BROKEN, SOUND):
            await conversations.handle(chat, start(), sender="customer")
            await conversations.handle(chat, say("Спасибо"), sender="customer")
        await server.services.database.write(spoil)
        async with asyncio.timeout(15):
            while (await conversations.state(SOUND)).awaits_reply:
                await asyncio.sleep(0.05)
        assert (await conversations.read(f"conv:{SOUND}"))[-1].event.type == "assistant_replied"
