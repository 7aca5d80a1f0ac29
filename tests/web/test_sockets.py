"""Customers on real websockets: who is let in, what is refused and how, and that nothing is lost."""

import asyncio
import json

import pytest
from websockets.exceptions import InvalidStatus

from app.web import sockets
from app.web.protocol import FRAME_LIMIT, CloseCode
from tests.builders import a_cid
from tests.running import Server
from tests.web.clients import customer, opened

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "http://127.0.0.1.evil.example",
        "null",
        "http://127.0.0.1",
        "http://127.0.0.1:1",
        "{own}.evil.example",
        "https://{host}",
        None,
    ],
)
@pytest.mark.parametrize("path", ["customer", "operator"])
async def test_a_page_of_another_origin_is_refused_before_it_is_let_in(
    shop: Server, origin: str | None, path: str
) -> None:
    host = shop.origin.removeprefix("http://")
    name = None if origin is None else origin.format(own=shop.origin, host=host)
    with pytest.raises(InvalidStatus) as caught:
        async with opened(shop, path, origin=name):
            pass
    assert caught.value.response.status_code == 403


async def test_both_names_of_this_machine_are_our_own_pages(shop: Server) -> None:
    async with opened(shop, "customer", origin=shop.origin.replace("127.0.0.1", "localhost")):
        pass


async def test_a_ticket_opens_one_socket(shop: Server) -> None:
    async with customer(shop) as visitor:
        for expected in ("welcome", CloseCode.UNAUTHENTICATED):
            async with opened(shop, "customer") as socket:
                await socket.send("hello", v=[1], ticket=visitor.first_ticket, lang="ru")
                if expected == "welcome":
                    await socket.hear_type("welcome")
                else:
                    assert await socket.closed() == expected


@pytest.mark.parametrize(
    ("first", "code"),
    [
        ('{"v":1,"t":"hello","d":{"v":[1],"ticket":"nonsense"}}', CloseCode.UNAUTHENTICATED),
        ('{"v":1,"t":"hello","d":{}}', CloseCode.UNAUTHENTICATED),
        ('{"v":1,"t":"typing","d":{"s":"conv:x","on":true}}', CloseCode.UNAUTHENTICATED),
        ('{"v":1,"t":"hello","d":{"v":[2,3],"ticket":"x"}}', CloseCode.VERSION),
        ("nonsense", CloseCode.UNAUTHENTICATED),
        (b"\x00\x01", CloseCode.UNAUTHENTICATED),
        ('{"v":1,"t":"hello","d":' + '{"a":' * 500 + "1" + "}" * 501, CloseCode.UNAUTHENTICATED),
    ],
)
async def test_who_does_not_say_hello_properly_is_sent_away(
    shop: Server, first: str | bytes, code: int
) -> None:
    async with opened(shop, "customer") as socket:
        await socket.wire.send(first)
        assert await socket.closed() == code


async def test_silence_instead_of_hello_ends_the_socket(
    shop: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sockets.HELLO_TIMEOUT_S == 5.0
    monkeypatch.setattr(sockets, "HELLO_TIMEOUT_S", 0.2)
    async with opened(shop, "customer") as socket:
        assert await socket.closed(2.0) == CloseCode.UNAUTHENTICATED


async def test_the_welcome_says_who_answers_here_before_anything_else(shop: Server) -> None:
    async with customer(shop) as visitor, opened(shop, "customer") as socket:
        welcome = await visitor.greet(socket)
        await socket.hear_type("reset")
        assert [frame["t"] for frame in socket.frames] == ["welcome", "reset"]
        assert "ИИ" in welcome["d"]["disclosure"]["text"]
        assert welcome["d"]["streams"][visitor.stream]["head"] == 2
        assert [event["d"]["k"] for event in socket.frames[1]["d"]["events"]] == ["started", "disclosed"]


async def test_a_message_is_acknowledged_shown_and_answered(shop: Server) -> None:
    async with customer(shop) as visitor, visitor.connected() as socket:
        acknowledged = await visitor.say(socket, "Привет")
        assert acknowledged["d"]["seq"] == 3
        reply = await socket.hear(lambda frame: frame["t"] == "ev" and frame["d"].get("who") == "assistant")
        assert (reply["d"]["ai"], reply["d"]["turn"], reply["seq"]) == (True, 3, 4)
        assert socket.seqs == [1, 2, 3, 4]


async def test_the_same_cid_again_gives_the_same_acknowledgement_and_other_words_a_conflict(
    shop: Server,
) -> None:
    async with customer(shop) as visitor, visitor.connected() as socket:
        cid = a_cid()
        first = await visitor.say(socket, "Где заказ?", cid)
        again = await visitor.say(socket, "Где заказ?", cid)
        assert first["d"] == again["d"]
        await socket.send("msg.send", s=visitor.stream, cid=cid, text="Другое")
        refused = await socket.hear_type("error")
        assert (refused["d"]["code"], refused["d"]["cid"]) == ("cid_conflict", cid)


async def test_a_frame_over_the_limit_ends_the_socket_and_one_under_it_does_not(shop: Server) -> None:
    async with customer(shop) as visitor, visitor.connected() as socket:
        await socket.wire.send('{"v":1,"t":"typing","d":{"x":"' + "x" * (FRAME_LIMIT - 100) + '"}}')
        assert (await socket.hear_type("error"))["d"]["code"] == "bad_schema"
        await socket.wire.send("x" * (FRAME_LIMIT + 1))
        assert await socket.closed() == 1009


async def test_a_message_over_the_limit_is_refused_by_its_length(shop: Server) -> None:
    async with customer(shop) as visitor, visitor.connected() as socket:
        cid = a_cid()
        await socket.send("msg.send", s=visitor.stream, cid=cid, text="ы" * 4_001)
        refused = (await socket.hear_type("error"))["d"]
        assert (refused["code"], refused["cid"], refused["field"]) == ("too_large", cid, "text")
        assert refused["retryable"] is False
        await visitor.say(socket, "ы" * 4_000)


@pytest.mark.parametrize(
    "frame",
    ["{", "[]", '{"v":1,"t":"no.such","d":{}}', '{"v":1,"t":"msg.send","d":{"cid":"\\ud800"}}'],
)
async def test_ten_bad_frames_end_the_socket_and_nine_do_not(shop: Server, frame: str) -> None:
    async with customer(shop) as visitor, visitor.connected() as socket:
        for _ in range(9):
            await socket.wire.send(frame)
            await socket.hear_type("error")
        await visitor.say(socket, "Я ещё тут")
        await socket.wire.send(frame)
        assert await socket.closed() == CloseCode.ABUSE


async def test_a_flood_ends_the_socket(shop: Server) -> None:
    async with customer(shop) as visitor, visitor.connected() as socket:
        for _ in range(40_000):
            if socket.wire.close_code is not None:
                break
            await socket.wire.send('{"v":1,"t":"pong","d":{"n":1}}')
        assert await socket.closed() == CloseCode.ABUSE


async def test_an_error_names_its_request_and_speaks_the_customers_language(shop: Server) -> None:
    async with customer(shop) as visitor, visitor.connected() as socket:
        await socket.wire.send(json.dumps({"v": 1, "t": "no.such", "id": "my-7", "d": {}}))
        refused = await socket.hear_type("error")
        assert (refused["re"], refused["d"]["code"]) == ("my-7", "unknown_type")
        assert any("а" <= letter <= "я" for letter in refused["d"]["message"].lower())


async def test_frames_in_bytes_are_frames_too(shop: Server) -> None:
    async with customer(shop) as visitor, visitor.connected() as socket:
        raw = {"v": 1, "t": "msg.send", "d": {"s": visitor.stream, "cid": "cid-bytes", "text": "байты"}}
        await socket.wire.send(json.dumps(raw).encode())
        await socket.hear_type("ack")


async def test_another_customers_conversation_is_not_found(shop: Server) -> None:
    async with customer(shop) as visitor, customer(shop) as stranger, stranger.connected() as socket:
        async with visitor.connected() as own:
            await visitor.say(own, "Только моё")
        for kind, payload in (
            ("msg.send", {"cid": a_cid(), "text": "x"}),
            ("human.request", {"cid": a_cid()}),
            ("resync", {"seq": 0}),
            ("typing", {"on": True}),
            ("stream.stop", {"turn": 3}),
        ):
            await socket.send(kind, s=visitor.stream, **payload)
            assert (await socket.hear_type("error"))["d"]["code"] == "not_found"
        for stream in ("inbox", visitor.stream.replace("conv:", "note:")):
            await socket.send("resync", s=stream, seq=0)
            assert (await socket.hear_type("error"))["d"]["code"] == "not_found"
        assert "Только моё" not in str(socket.frames)


async def test_twenty_messages_in_ten_seconds_pass_and_the_next_waits(shop: Server) -> None:
    async with customer(shop) as visitor, visitor.connected() as socket:
        for number in range(20):
            await socket.send("msg.send", s=visitor.stream, cid=a_cid(), text=str(number))
        cid = a_cid()
        await socket.send("msg.send", s=visitor.stream, cid=cid, text="лишнее")
        refused = (await socket.hear_type("error"))["d"]
        assert (refused["code"], refused["retryable"], refused["cid"]) == ("rate_limited", True, cid)
        assert 0 < refused["retry_after_ms"] <= 10_000
        assert sum(frame["t"] == "ack" for frame in socket.frames) == 20


async def test_a_flood_of_frames_that_are_no_messages_is_slowed_too(shop: Server) -> None:
    async with customer(shop) as visitor, visitor.connected() as socket:
        for _ in range(200):
            await socket.send("resync", s=visitor.stream, seq=0)
        refused = await socket.hear_type("error")
        assert refused["d"]["code"] == "rate_limited"


async def test_who_comes_back_gets_exactly_what_was_missed(shop: Server) -> None:
    async with customer(shop) as visitor:
        async with visitor.connected() as socket:
            await visitor.say(socket, "Позовите человека")
            await socket.settle(0.5)
            last = socket.seqs[-1]
            epoch = next(frame["ep"] for frame in socket.frames if frame["t"] == "reset")
        for text in ("раз", "два"):
            await visitor.post("msg.send", cid=a_cid(), text=text)
        async with visitor.connected(seq=last, ep=epoch) as again:
            await again.hear_message("два")
            assert again.seqs == [last + 1, last + 2]
            assert "reset" not in [frame["t"] for frame in again.frames]


async def test_another_epoch_replaces_everything(shop: Server) -> None:
    async with customer(shop) as visitor, visitor.connected(seq=2, ep="epoch-of-before") as socket:
        reset = await socket.hear_type("reset")
        assert [event["seq"] for event in reset["d"]["events"]] == [1, 2]


async def test_a_resync_sends_again_from_there(shop: Server) -> None:
    async with customer(shop) as visitor, visitor.connected() as socket:
        reset = await socket.hear_type("reset")
        await visitor.say(socket, "Спасибо")
        await socket.settle()
        seen = len(socket.frames)
        await socket.send("resync", s=visitor.stream, seq=2, ep=reset["ep"])
        await socket.settle()
        assert [frame["seq"] for frame in socket.frames[seen:] if frame["t"] == "ev"][:1] == [3]


async def test_two_tabs_show_the_same_once(shop: Server) -> None:
    async with customer(shop) as visitor, visitor.connected() as one, visitor.connected() as two:
        await visitor.say(one, "Из первой вкладки")
        await visitor.say(two, "Из второй вкладки")
        for tab in (one, two):
            await tab.settle(0.5)
            assert tab.seqs == list(range(1, len(tab.seqs) + 1))
        assert one.seqs == two.seqs


async def test_of_many_tabs_at_once_no_more_than_the_limit_stay(shop: Server) -> None:
    async with customer(shop) as visitor:
        tickets = [await visitor.ticket() for _ in range(9)]

        async def open_tab(ticket: str) -> int:
            async with opened(shop, "customer") as socket:
                await socket.send("hello", v=[1], ticket=ticket, lang="ru")
                return await socket.closed(1.5)

        results = await asyncio.gather(*map(open_tab, tickets), return_exceptions=True)
        assert sum(isinstance(result, TimeoutError) for result in results) == 5
        assert [code for code in results if isinstance(code, int)] == [CloseCode.TOO_MANY_SOCKETS] * 4


async def test_a_person_is_called_by_one_press_and_only_once(shop: Server) -> None:
    async with customer(shop) as visitor, visitor.connected() as socket:
        for _ in range(2):
            await socket.send("human.request", s=visitor.stream, cid=a_cid())
            await socket.hear_type("ack")
        await socket.settle()
        causes = [frame["d"].get("cause") for frame in socket.frames if frame["t"] == "ev"]
        assert causes.count("handoff_requested") == 1


async def test_nothing_of_the_operators_reaches_a_customer(shop: Server) -> None:
    async with customer(shop) as visitor, visitor.connected() as socket:
        await socket.send("human.request", s=visitor.stream, cid=a_cid(), reason="секретная причина")
        await socket.hear_type("ack")
        await socket.settle(0.4)
        wire = json.dumps(socket.frames, ensure_ascii=False)
        assert "asked_for_human" not in wire
        assert "packet" not in wire
        assert {frame["s"] for frame in socket.frames if "s" in frame} == {visitor.stream}


async def test_a_closed_socket_leaves_nothing_behind(shop: Server) -> None:
    async with customer(shop) as visitor:
        async with visitor.connected() as socket:
            await socket.hear_type("reset")
        await asyncio.sleep(0.2)
        listened = getattr(shop.services.bus, "streams")  # noqa: B009 - of the in-process bus alone
        assert visitor.stream not in listened
