"""A change of an order on the wire: its card, the press that makes it, and what voids it."""

import pytest

from tests.builders import a_cid
from tests.running import Server
from tests.web.clients import Customer, Frame, Socket, customer

pytestmark = pytest.mark.asyncio(loop_scope="module")


def body(frame: Frame) -> Frame:
    """What a frame says, nothing where it says nothing."""
    return frame.get("d") or {}


async def card(visitor: Customer, socket: Socket, words: str) -> Frame:
    """The card that comes after these words."""
    await visitor.say(socket, words)
    frame = await socket.hear(lambda frame: frame["t"] == "ev" and bool(frame["d"].get("change")))
    return frame["d"]["change"]


async def settled(socket: Socket, proposal: str) -> Frame:
    def is_wanted(frame: Frame) -> bool:
        said = body(frame)
        return said.get("k") == "change" and said["proposal"] == proposal and said["state"] != "confirmed"

    return (await socket.hear(is_wanted))["d"]


async def press(visitor: Customer, socket: Socket, proposal: str, token: str, cid: str = "") -> Frame:
    cid = cid or a_cid()
    await socket.send("change.confirm", s=visitor.stream, cid=cid, proposal=proposal, token=token)
    return await socket.hear(lambda frame: body(frame).get("cid") == cid)


async def test_a_press_is_acknowledged_settled_and_told_with_the_order_as_it_is_then(shop: Server) -> None:
    async with customer(shop) as visitor, visitor.connected() as socket:
        shown = await card(visitor, socket, "KL-10433 anna@example.ru отмените заказ")
        assert shown["button"] == "Отменить заказ" and shown["token"]
        acknowledged = await press(visitor, socket, shown["proposal"], shown["token"])
        assert acknowledged["t"] == "ack"
        told = await settled(socket, shown["proposal"])
        assert told["state"] == "done" and "отменён" in told["text"]
        assert told["card"]["status"] == "cancelled"
        again = await press(visitor, socket, shown["proposal"], shown["token"])
        assert again["t"] == "ack" and again["d"]["seq"] == 0, "pressed twice it happens once"


async def test_a_token_that_was_changed_is_refused_in_the_customers_words(shop: Server) -> None:
    async with customer(shop) as visitor, visitor.connected() as socket:
        shown = await card(visitor, socket, "KL-10440 emma@example.com отмените заказ")
        refused = await press(visitor, socket, shown["proposal"], shown["token"][::-1])
        assert (refused["t"], refused["d"]["code"]) == ("error", "proposal_void")
        assert "больше не действует" in refused["d"]["message"]


async def test_another_visitor_cannot_press_somebody_elses_button(shop: Server) -> None:
    async with customer(shop) as visitor, visitor.connected() as socket, customer(shop) as thief:
        shown = await card(visitor, socket, "KL-10440 emma@example.com отмените заказ")
        async with thief.connected() as other:
            own = await press(thief, other, shown["proposal"], shown["token"])
            assert own["d"]["code"] == "proposal_void"
            cid = a_cid()
            await other.send(
                "change.confirm", s=visitor.stream, cid=cid, proposal=shown["proposal"], token=shown["token"]
            )
            foreign = await other.hear(lambda frame: body(frame).get("cid") == cid)
            assert foreign["d"]["code"] == "not_found"


async def test_a_declined_change_is_told_as_declined_and_stays_so(shop: Server) -> None:
    async with customer(shop) as visitor, visitor.connected() as socket:
        shown = await card(visitor, socket, "KL-10440 emma@example.com отмените заказ")
        await socket.send("change.decline", s=visitor.stream, cid=a_cid(), proposal=shown["proposal"])
        assert (await settled(socket, shown["proposal"]))["state"] == "declined"
        pressed = await press(visitor, socket, shown["proposal"], shown["token"])
        assert pressed["t"] == "ack" and pressed["d"]["seq"] == 0
        assert "собирается" in (await say_and_hear(visitor, socket, "где сейчас KL-10440?"))


async def test_a_press_over_http_does_the_same(shop: Server) -> None:
    async with customer(shop) as visitor:
        async with visitor.connected() as socket:
            shown = await card(visitor, socket, "отмените возврат KL-10388, maria@example.ru")
        frames = await visitor.post(
            "change.confirm", cid=a_cid(), proposal=shown["proposal"], token=shown["token"]
        )
        assert frames[0]["t"] == "ack"
        async with visitor.connected() as socket:
            told = await socket.hear(lambda frame: '"done"' in str(frame).replace("'", '"'))
            assert "отозвана" in str(told)


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"proposal": "x"},
        {"token": "y"},
        {"proposal": "", "token": "y"},
        {"proposal": "x" * 65, "token": "y"},
    ],
)
async def test_a_malformed_press_is_a_schema_error(shop: Server, payload: dict[str, str]) -> None:
    async with customer(shop) as visitor, visitor.connected() as socket:
        await socket.send("change.confirm", s=visitor.stream, cid=a_cid(), **payload)
        assert (await socket.hear_type("error"))["d"]["code"] == "bad_schema"


async def say_and_hear(visitor: Customer, socket: Socket, words: str) -> str:
    await visitor.say(socket, words)
    frame = await socket.hear(lambda frame: frame["t"] == "ev" and bool(body(frame).get("ai")))
    return frame["d"]["text"]
