"""Operators on real websockets: who is let in, one owner at a time, notes that stay inside."""

import asyncio
from typing import Any

import pytest

from app.web.protocol import CloseCode
from tests.builders import a_cid
from tests.running import Server
from tests.web.clients import Frame, Socket, customer, opened, operator

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def entry_of(socket: Socket, conversation: str, status: str) -> Frame:
    """The newest line of a conversation in the inbox, once it has a status."""

    def is_line(frame: Frame) -> bool:
        return frame["t"] == "ev" and frame["s"] == "inbox" and frame["d"]["conversation"] == conversation

    lines = [frame["d"] for frame in socket.frames if is_line(frame)]
    if lines and lines[-1]["status"] == status:
        return lines[-1]
    return (await socket.hear(lambda frame: is_line(frame) and frame["d"]["status"] == status))["d"]


async def answer(socket: Socket, kind: str, **payload: Any) -> Frame:
    """Send one frame and hear its own answer."""
    await socket.send(kind, **payload)
    return await socket.hear(lambda frame: frame["t"] in ("ack", "error") and "re" in frame)


async def test_only_a_signed_in_operator_with_the_sessions_value_is_let_in(shop: Server) -> None:
    async with operator(shop) as anna:
        cookie = {"Cookie": "; ".join(f"{k}={v}" for k, v in anna.http.cookies.items())}
        for headers, csrf in (({}, anna.csrf), (cookie, ""), (cookie, "wrong"), ({"Cookie": "x=y"}, "")):
            async with opened(shop, "operator", additional_headers=headers) as socket:
                await socket.send("hello", v=[1], csrf=csrf)
                assert await socket.closed() == CloseCode.UNAUTHENTICATED


async def test_editors_and_viewers_hear_nothing_of_the_desk(shop: Server) -> None:
    for role in ("editor", "viewer"):
        async with operator(shop, role) as colleague:
            cookie = "; ".join(f"{k}={v}" for k, v in colleague.http.cookies.items())
            async with opened(shop, "operator", additional_headers={"Cookie": cookie}) as socket:
                await socket.send("hello", v=[1], csrf=colleague.csrf)
                assert await socket.closed() >= 4_500
                assert socket.frames == []


async def test_a_waiting_customer_appears_is_taken_answered_and_resolved(shop: Server) -> None:
    async with (
        operator(shop, name="Первый") as anna,
        anna.connected() as desk,
        customer(shop) as visitor,
        visitor.connected() as page,
    ):
        await page.send("human.request", s=visitor.stream, cid=a_cid())
        waiting = await entry_of(desk, visitor.conversation, "queued")
        assert waiting["reason"] == "asked_for_human"
        assert (await answer(desk, "conv.take", s=visitor.stream))["t"] == "ack"
        taken = await entry_of(desk, visitor.conversation, "assigned")
        await answer(desk, "msg.send", s=visitor.stream, cid=a_cid(), text="Здравствуйте", av=taken["av"])
        heard = await page.hear_message("Здравствуйте")
        assert (heard["d"]["who"], heard["d"]["name"], heard["d"]["ai"]) == ("operator", "Первый", False)
        await answer(desk, "conv.close", s=visitor.stream, av=taken["av"], outcome="solved")
        ended = await page.hear(lambda frame: frame["t"] == "ev" and frame["d"].get("status") == "resolved")
        assert ended["d"]["outcome"] == "solved"


async def test_of_two_operators_who_take_at_once_one_wins(shop: Server) -> None:
    async with (
        operator(shop) as anna,
        operator(shop) as boris,
        anna.connected() as one,
        boris.connected() as two,
        customer(shop) as visitor,
    ):
        await visitor.post("human.request", cid=a_cid())
        answers = await asyncio.gather(*(answer(desk, "conv.take", s=visitor.stream) for desk in (one, two)))
        assert sorted(frame["t"] for frame in answers) == ["ack", "error"]
        refused = next(frame for frame in answers if frame["t"] == "error")
        assert refused["d"]["code"] == "already_claimed"


async def test_an_old_assignment_version_is_refused(shop: Server) -> None:
    async with operator(shop) as anna, anna.connected() as desk, customer(shop) as visitor:
        await visitor.post("human.request", cid=a_cid())
        await answer(desk, "conv.take", s=visitor.stream)
        first = await entry_of(desk, visitor.conversation, "assigned")
        await answer(desk, "conv.release", s=visitor.stream, av=first["av"])
        await answer(desk, "conv.take", s=visitor.stream)
        stale = await answer(desk, "msg.send", s=visitor.stream, cid=a_cid(), text="Поздно", av=first["av"])
        assert stale["d"]["code"] == "stale_assignment"


async def test_a_message_without_the_assignment_version_is_refused(shop: Server) -> None:
    async with operator(shop) as anna, anna.connected() as desk, customer(shop) as visitor:
        await visitor.poll(after=0)
        refused = await answer(desk, "msg.send", s=visitor.stream, cid=a_cid(), text="Без версии")
        assert (refused["d"]["code"], refused["d"]["field"]) == ("bad_schema", "av")


async def test_a_note_reaches_who_watches_and_never_the_customer(shop: Server) -> None:
    async with (
        operator(shop) as anna,
        operator(shop) as boris,
        anna.connected() as one,
        boris.connected() as two,
        customer(shop) as visitor,
        visitor.connected() as page,
    ):
        notes = visitor.stream.replace("conv:", "note:")
        await two.send("watch", s=notes)
        await two.settle(0.1)
        cid = a_cid()
        assert (await answer(one, "msg.send", s=notes, cid=cid, text="Секрет"))["d"]["seq"] == 1
        await two.hear(lambda frame: frame["t"] == "ev" and frame["d"].get("text") == "Секрет")
        await page.settle(0.3)
        polled = await visitor.poll(after=0)
        assert "Секрет" not in str(page.frames) + str(polled)


async def test_what_is_watched_is_heard_and_what_is_not_is_not(shop: Server) -> None:
    async with operator(shop) as anna, anna.connected() as desk, customer(shop) as visitor:
        await visitor.post("msg.send", cid=a_cid(), text="До наблюдения")
        await desk.send("resync", s=visitor.stream, seq=0)
        await desk.settle(0.2)
        assert "До наблюдения" not in str(desk.frames)
        await desk.send("watch", s=visitor.stream)
        reset = await desk.hear_type("reset")
        assert "До наблюдения" in str(reset)
        await visitor.post("msg.send", cid=a_cid(), text="Во время")
        await desk.hear_message("Во время")
        await desk.send("unwatch", s=visitor.stream)
        await desk.settle(0.1)
        await visitor.post("msg.send", cid=a_cid(), text="После")
        await desk.settle(0.3)
        assert "После" not in str([frame for frame in desk.frames if frame.get("s") == visitor.stream])


async def test_a_capacity_is_a_limit_also_for_who_takes_many_at_once(shop: Server) -> None:
    capacity = shop.services.settings.operator_capacity
    async with operator(shop) as anna:
        streams: list[str] = []
        for _ in range(capacity + 6):
            async with customer(shop) as visitor:
                await visitor.post("human.request", cid=a_cid())
                streams.append(visitor.stream)

        async def take(stream: str) -> Frame:
            async with anna.connected() as desk:
                return await answer(desk, "conv.take", s=stream)

        answers = await asyncio.gather(*map(take, streams))
        assert sum(frame["t"] == "ack" for frame in answers) == capacity
        refused = {frame["d"]["code"] for frame in answers if frame["t"] == "error"}
        assert refused == {"over_capacity"}


async def test_an_operator_who_comes_back_hears_the_inbox_anew(shop: Server) -> None:
    async with operator(shop) as anna, customer(shop) as visitor:
        async with anna.connected() as desk:
            await desk.hear_type("reset")
        await visitor.post("human.request", cid=a_cid())
        async with anna.connected() as desk:
            reset = await desk.hear_type("reset")
            assert visitor.conversation in str(reset["d"]["events"])


async def test_a_signed_out_operators_socket_is_closed_with_the_heartbeat(shop: Server) -> None:
    async with operator(shop) as anna, anna.connected() as desk:
        await desk.hear_type("reset")
        assert (await anna.http.post("/api/v1/sign-out")).status_code == 204
        await shop.edge.hub.beat(asyncio.get_running_loop().time() + 60)
        assert await desk.closed() == CloseCode.SESSION_REVOKED


@pytest.mark.parametrize("stream", ["inbox", "conv:unknown", "note:unknown"])
async def test_what_does_not_exist_is_not_found(shop: Server, stream: str) -> None:
    async with operator(shop) as anna, anna.connected() as desk:
        refused = await answer(desk, "conv.take", s=stream)
        assert refused["d"]["code"] == "not_found"
