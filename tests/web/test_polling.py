"""The way over HTTPS when websockets do not pass: the same words, the same numbers, the same refusals."""

import asyncio
import json
from collections.abc import AsyncGenerator

import pytest

from app.domain.commands import RateSatisfaction
from app.domain.ids import ConversationId
from app.web.connection import SNAPSHOT_EVENTS
from tests.builders import a_cid
from tests.running import Server
from tests.web.clients import Frame, customer

pytestmark = pytest.mark.asyncio(loop_scope="module")


def events_of(frames: list[Frame]) -> list[Frame]:
    """The events of an answer, those of a snapshot included, as a socket would show them."""
    found: list[Frame] = []
    for frame in frames:
        if frame["t"] == "reset":
            found.extend({"seq": event["seq"], "d": event["d"]} for event in frame["d"]["events"])
        if frame["t"] == "ev":
            found.append({"seq": frame["seq"], "d": frame["d"]})
    return found


async def test_polling_brings_the_very_events_a_socket_brings(shop: Server) -> None:
    async with customer(shop) as visitor, visitor.connected() as socket:
        await visitor.say(socket, "Привет")
        await visitor.post("human.request", cid=a_cid())
        await socket.settle(0.5)
        polled = await visitor.poll(after=0)
        assert events_of(polled["frames"]) == events_of(socket.frames)
        assert polled["head"] == socket.seqs[-1]


@pytest.mark.parametrize("path", ["/api/v1/session", "/api/v1/articles/returns/en"])
async def test_a_body_is_refused_before_it_fills_the_memory(shop: Server, path: str) -> None:
    async def endless() -> AsyncGenerator[bytes, None]:
        for _ in range(40):
            yield b"x" * 65_536

    async with customer(shop) as visitor:
        method = "POST" if path.endswith("session") else "PUT"
        answer = await visitor.http.request(method, path, content=endless())
        assert answer.status_code in (401, 413)
        answer = await visitor.http.post("/api/v1/session", json={"secret": "x" * 300_000})
        assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")


async def test_a_message_over_http_is_acknowledged_like_one_over_a_socket(shop: Server) -> None:
    async with customer(shop) as visitor:
        cid = a_cid()
        first = await visitor.post("msg.send", cid=cid, text="По HTTP")
        again = await visitor.post("msg.send", cid=cid, text="По HTTP")
        assert [frame["t"] for frame in first] == ["ack"]
        assert first == again
        async with visitor.connected() as socket:
            assert (await visitor.say(socket, "По HTTP", cid))["d"] == first[0]["d"]


async def test_what_is_wrong_is_said_in_a_frame_as_on_a_socket(shop: Server) -> None:
    async with customer(shop) as visitor:
        for text, code in (("", "bad_schema"), ("ы" * 4_001, "too_large")):
            refused = await visitor.post("msg.send", cid=a_cid(), text=text)
            assert [(frame["t"], frame["d"]["code"]) for frame in refused] == [("error", code)]
        assert (await visitor.post("no.such"))[0]["d"]["code"] == "unknown_type"
        answer = await visitor.http.post("/api/v1/send", content="{")
        assert answer.json()["frames"][0]["d"]["code"] == "bad_json"


async def test_only_what_was_missed_comes_and_another_epoch_resets(shop: Server) -> None:
    async with customer(shop) as visitor:
        await visitor.post("msg.send", cid=a_cid(), text="Спасибо")
        start = await visitor.poll(after=0)
        assert start["frames"][0]["t"] == "reset"
        missed = await visitor.poll(after=2, ep=start["ep"])
        assert next(frame["seq"] for frame in missed["frames"] if frame["t"] == "ev") == 3
        for position in ({"after": 2, "ep": "other"}, {"after": 9_999, "ep": start["ep"]}):
            assert (await visitor.poll(**position))["frames"][0]["t"] == "reset"


async def test_a_poll_waits_for_the_next_event_and_no_longer(shop: Server) -> None:
    async with customer(shop) as visitor:
        start = await visitor.poll(after=0)
        loop = asyncio.get_running_loop()
        began = loop.time()
        waiting = asyncio.create_task(visitor.poll(after=start["head"], ep=start["ep"], wait=20))
        await asyncio.sleep(0.2)
        await visitor.post("msg.send", cid=a_cid(), text="Дождались")
        answer = await waiting
        assert loop.time() - began < 5
        assert events_of(answer["frames"])[0]["d"]["text"] == "Дождались"


async def test_a_poll_that_nothing_answers_comes_back_empty_in_time(shop: Server) -> None:
    async with customer(shop) as visitor:
        start = await visitor.poll(after=0)
        answer = await visitor.poll(after=start["head"], ep=start["ep"], wait=0.3)
        assert (answer["frames"], answer["head"]) == ([], start["head"])


async def test_polls_in_a_row_give_every_event_once(shop: Server) -> None:
    async with customer(shop) as visitor:
        start = await visitor.poll(after=0)
        seqs, head = [event["seq"] for event in events_of(start["frames"])], start["head"]

        async def talk() -> None:
            for number in range(8):
                await visitor.post("msg.send", cid=a_cid(), text=f"Спасибо {number}")

        talking = asyncio.create_task(talk())
        while not talking.done() or head < await shop.services.conversations.head(visitor.stream):
            answer = await visitor.poll(after=head, ep=start["ep"], wait=0.2)
            seqs += [event["seq"] for event in events_of(answer["frames"])]
            head = answer["head"]
        await talking
        assert seqs == list(range(1, head + 1))


async def test_a_long_history_comes_as_its_newest_part(shop: Server) -> None:
    async with customer(shop) as visitor:
        await visitor.poll(after=0)
        chat, rated = ConversationId(visitor.conversation), RateSatisfaction(score=5)
        for _ in range(SNAPSHOT_EVENTS):
            await shop.services.conversations.handle(chat, rated, sender="customer")
        answer = await visitor.poll(after=0)
        reset = answer["frames"][0]["d"]
        assert (len(reset["events"]), reset["more"]) == (SNAPSHOT_EVENTS, True)
        assert reset["events"][-1]["seq"] == answer["head"] == reset["head"]


async def test_without_the_secret_nothing_is_said(shop: Server) -> None:
    async with customer(shop) as visitor:
        for header in ("", "Bearer", "Bearer wrong", f"Basic {visitor.secret}", visitor.secret):
            for method, path in (
                ("GET", "/api/v1/events?stream=x"),
                ("POST", "/api/v1/send"),
                ("GET", "/api/v1/transcript"),
            ):
                answer = await visitor.http.request(method, path, headers={"Authorization": header})
                assert (answer.status_code, answer.json()["error"]["code"]) == (401, "unauthorized"), path


async def test_a_foreign_page_may_not_send(shop: Server) -> None:
    async with customer(shop) as visitor:
        headers = {"Origin": "https://evil.example"}
        for path in ("/api/v1/send", "/api/v1/session"):
            answer = await visitor.http.post(path, headers=headers, json={})
            assert (answer.status_code, answer.json()["error"]["code"]) == (403, "forbidden")


async def test_a_body_over_the_limit_is_refused(shop: Server) -> None:
    async with customer(shop) as visitor:
        answer = await visitor.http.post("/api/v1/send", content=b" " * 65_537)
        assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")


async def test_an_unknown_secret_asks_the_visitor_to_start_anew(shop: Server) -> None:
    async with customer(shop) as visitor:
        answer = await visitor.http.post("/api/v1/session", json={"secret": "x" * 43})
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "unauthorized")


async def test_a_transcript_holds_what_both_sides_said_and_nothing_internal(shop: Server) -> None:
    async with customer(shop) as visitor:
        await visitor.post("msg.send", cid=a_cid(), text="Позовите человека")
        await asyncio.sleep(0.5)
        text = (await visitor.http.get("/api/v1/transcript", params={"lang": "ru"})).text
        assert "Позовите человека" in text
        assert "ИИ" in text
        assert "— Разговор передаётся человеку" in text
        abroad = await visitor.http.get("/api/v1/transcript", params={"lang": "en", "tz": "Asia/Tokyo"})
        assert "(JST)" in abroad.text
        unknown = await visitor.http.get("/api/v1/transcript", params={"lang": "en", "tz": "../etc/passwd"})
        assert "(UTC)" in unknown.text
        answer = await visitor.http.get("/api/v1/transcript", params={"format": "json"})
        events = answer.json()["events"]
        assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
        assert "asked_for_human" not in json.dumps(events)
