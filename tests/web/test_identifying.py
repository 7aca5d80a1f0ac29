"""Customers whom the shop's site has signed in: what their token opens, and what a wrong one never closes."""

import json
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import httpx
import pytest
import pytest_asyncio
from structlog.testing import capture_logs

from app.domain.ids import CustomerId
from app.web.hub import Goodbye, Live
from app.web.protocol import CloseCode
from app.web.renewal import RenewalWatch, publish_renewal
from tests.builders import a_cid
from tests.running import Server, running_server
from tests.signing import KEYS, SECRET, ed_token, hs_token
from tests.web.clients import Customer, Frame, customer
from tests.web.clients import opened as socket_to

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shop(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Server]:
    """A server that knows the shop's keys."""
    folder = tmp_path_factory.mktemp("signed-in")
    async with running_server(folder, conversations_per_hour=10_000, identity_keys=KEYS) as server:
        yield server


def now() -> datetime:
    return datetime.now(UTC)


async def opened(server: Server, **body: object) -> dict[str, Any]:
    """A session asked for with `body`, as any page would."""
    async with httpx.AsyncClient(base_url=server.origin, headers={"Origin": server.origin}) as http:
        answer = await http.post("/api/v1/session", json={"lang": "ru", **body})
        assert answer.status_code == 200, answer.text
        return answer.json()


async def identify(visitor: Customer, token: object) -> httpx.Response:
    return await visitor.http.post("/api/v1/identify", json={"token": token, "lang": "ru"})


def returned(server: Server, http: httpx.AsyncClient, session: dict[str, Any]) -> Customer:
    return Customer(server, http, session)


async def answer_to(visitor: Customer, text: str) -> Frame:
    """The assistant's reply to `text`."""
    async with visitor.connected() as socket:
        await visitor.say(socket, text)
        return (await socket.hear(lambda f: f["t"] == "ev" and f["d"].get("who") == "assistant"))["d"]


def verified_events(polled: dict[str, Any]) -> list[Frame]:
    events = [event for frame in polled["frames"] if frame["t"] == "reset" for event in frame["d"]["events"]]
    return [event["d"] for event in events if event["d"]["k"] == "verified"]


@pytest.mark.parametrize("make", [hs_token, ed_token])
async def test_a_session_with_a_good_token_is_verified_from_its_start(shop: Server, make: Any) -> None:
    session = await opened(shop, token=make(now()))
    assert (session["identity"], session["identity_error"]) == ("verified", "")
    async with httpx.AsyncClient(base_url=shop.origin, headers={"Origin": shop.origin}) as http:
        visitor = returned(shop, http, session)
        async with visitor.connected() as socket:
            assert socket.frames[0]["d"]["customer"] == {"verified": True}


@pytest.mark.parametrize("question", ["Где мой заказ KL-10427?", "where is my order KL-10427?"])
async def test_a_signed_in_customer_is_told_of_their_order_without_being_asked_for_proof(
    shop: Server, question: str
) -> None:
    session = await opened(shop, token=hs_token(now(), sub="demo-1"))
    async with httpx.AsyncClient(base_url=shop.origin, headers={"Origin": shop.origin}) as http:
        reply = await answer_to(returned(shop, http, session), question)
    assert reply["kind"] == "order"
    assert [card["order"] for card in reply["cards"]] == ["KL-10427"]


async def test_a_signed_in_customer_is_told_of_nobody_elses_order(shop: Server) -> None:
    session = await opened(shop, token=hs_token(now(), sub="demo-2"))
    async with httpx.AsyncClient(base_url=shop.origin, headers={"Origin": shop.origin}) as http:
        reply = await answer_to(returned(shop, http, session), "Где заказ KL-10427?")
    assert (reply["kind"], reply["cards"]) == ("identity", [])


async def test_the_account_itself_is_shown_to_nobody(shop: Server) -> None:
    session = await opened(shop, token=hs_token(now(), sub="demo-1-very-own-id"))
    assert "very-own-id" not in json.dumps(session)
    async with httpx.AsyncClient(base_url=shop.origin, headers={"Origin": shop.origin}) as http:
        polled = await returned(shop, http, session).poll(after=0)
    assert len(verified_events(polled)) == 1
    assert "very-own-id" not in json.dumps(polled)


WRONG: list[Any] = [
    "garbage",
    "x" * 100_000,
    hs_token(datetime(2020, 1, 1, tzinfo=UTC)),
    hs_token(datetime(2026, 1, 1, tzinfo=UTC), secret=SECRET[::-1]),
    17,
    ["a"],
    {"a": 1},
    True,
]


@pytest.mark.parametrize("token", WRONG, ids=range(len(WRONG)))
async def test_a_wrong_token_never_keeps_the_chat_from_starting(shop: Server, token: object) -> None:
    session = await opened(shop, token=token)
    assert (session["identity"], session["identity_error"]) == ("refused", "identity_token_invalid")
    async with httpx.AsyncClient(base_url=shop.origin, headers={"Origin": shop.origin}) as http:
        visitor = returned(shop, http, session)
        async with visitor.connected() as socket:
            assert socket.frames[0]["d"]["customer"] == {"verified": False}
            await visitor.say(socket, "Привет")


@pytest.mark.parametrize("token", [None, ""])
async def test_a_page_without_a_token_is_told_none(shop: Server, token: object) -> None:
    assert (await opened(shop, token=token))["identity"] == "none"
    assert (await opened(shop))["identity"] == "none"


async def test_every_refusal_sounds_the_same_outside_and_is_told_apart_in_the_log(shop: Server) -> None:
    tokens = {
        "expired": hs_token(now() - timedelta(hours=2)),
        "aud": hs_token(now(), aud="billing"),
        "sub": hs_token(now(), sub=None),
        "kid": hs_token(now(), kid="other"),
        "signature": hs_token(now(), secret=SECRET[::-1]),
        "shape": "garbage",
    }
    answers: set[str] = set()
    async with customer(shop) as visitor:
        with capture_logs() as logs:
            for token in tokens.values():
                answer = await identify(visitor, token)
                assert answer.status_code == 401
                answers.add(answer.text)
    assert len(answers) == 1
    assert json.loads(answers.pop())["error"]["code"] == "identity_token_invalid"
    refused = [entry for entry in logs if entry["event"] == "identity_token_refused"]
    assert [entry["reason"] for entry in refused] == list(tokens)
    assert not any(token in json.dumps(logs, default=str) for token in tokens.values())


async def test_a_customer_may_sign_in_in_the_middle_of_a_conversation(shop: Server) -> None:
    async with customer(shop) as visitor:
        asked = await answer_to(visitor, "Где мой заказ KL-10427?")
        assert asked["kind"] == "identity"
        answer = await identify(visitor, hs_token(now()))
        assert (answer.status_code, answer.json()["identity"]) == (200, "verified")
        assert datetime.fromisoformat(answer.json()["until"]) <= now() + timedelta(minutes=15)
        visitor.secret = answer.json()["secret"]
        cid = a_cid()
        async with visitor.connected() as socket:
            await socket.send("msg.send", s=visitor.stream, cid=cid, text="Так где мой заказ KL-10427?")
            reply = await socket.hear(
                lambda f: f["t"] == "ev" and f["d"].get("kind") == "order" and f["d"]["who"] == "assistant"
            )
        assert reply["d"]["cards"][0]["order"] == "KL-10427"


async def test_identifying_needs_the_visitors_secret_and_one_of_our_own_pages(shop: Server) -> None:
    async with customer(shop) as visitor:
        body = {"token": hs_token(now())}
        for headers in ({"Authorization": ""}, {"Authorization": f"Bearer {visitor.conversation}"}):
            answer = await visitor.http.post("/api/v1/identify", json=body, headers=headers)
            assert (answer.status_code, answer.json()["error"]["code"]) == (401, "unauthorized")
        strange = {"Origin": "https://evil.example"}
        assert (await visitor.http.post("/api/v1/identify", json=body, headers=strange)).status_code == 403


async def test_pages_that_bring_the_token_again_and_again_write_one_line(shop: Server) -> None:
    first = await opened(shop, token=hs_token(now()))
    for _ in range(4):
        again = await opened(shop, secret=first["secret"], token=hs_token(now()))
        assert (again["identity"], again["secret"]) == ("verified", first["secret"])
    async with httpx.AsyncClient(base_url=shop.origin) as http:
        polled = await returned(shop, http, first).poll(after=0)
    assert len(verified_events(polled)) == 1


async def test_the_next_customer_of_a_shared_computer_reads_nothing_of_the_last_one(shop: Server) -> None:
    words = "Мой адрес: Демонстрационная улица, 5"
    first = await opened(shop, token=hs_token(now(), sub="demo-1"))
    async with httpx.AsyncClient(base_url=shop.origin, headers={"Origin": shop.origin}) as http:
        visitor = returned(shop, http, first)
        async with visitor.connected() as socket:
            await visitor.say(socket, words)

    second = await opened(shop, secret=first["secret"], token=hs_token(now(), sub="demo-2"))
    assert (second["identity"], second["is_another"]) == ("verified", True)
    for name in ("secret", "customer", "conversation", "stream"):
        assert second[name] != first[name]
    async with httpx.AsyncClient(base_url=shop.origin, headers={"Origin": shop.origin}) as http:
        visitor = returned(shop, http, second)
        assert words not in json.dumps(await visitor.poll(after=0), ensure_ascii=False)
        async with visitor.connected() as socket:
            assert socket.frames[0]["d"]["customer"] == {"verified": True}

    third = await opened(shop, secret=second["secret"], token=hs_token(now(), sub="demo-1"))
    assert third["conversation"] not in (first["conversation"], second["conversation"])


async def test_a_running_conversation_is_not_handed_to_another_account(shop: Server) -> None:
    session = await opened(shop, token=hs_token(now(), sub="demo-1"))
    async with httpx.AsyncClient(base_url=shop.origin, headers={"Origin": shop.origin}) as http:
        visitor = returned(shop, http, session)
        answer = await identify(visitor, hs_token(now(), sub="demo-2"))
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "other_account")
        reply = await answer_to(visitor, "Где мой заказ KL-10427?")
        assert reply["kind"] == "order"


async def test_who_kept_the_secret_of_an_anonymous_chat_does_not_read_along_once_somebody_signed_in(
    shop: Server,
) -> None:
    async with customer(shop) as earlier, earlier.connected() as open_socket:
        await earlier.say(open_socket, "Здравствуйте")
        bought = await earlier.ticket()
        signed_in = await opened(shop, secret=earlier.secret, token=hs_token(now()))
        assert (signed_in["conversation"], signed_in["is_another"]) == (earlier.conversation, False)
        assert signed_in["secret"] != earlier.secret

        assert await open_socket.closed() == CloseCode.DRAIN
        for path in ("session", "identify", "send", "events", "transcript"):
            is_read = path in ("events", "transcript")
            body = {"secret": earlier.secret, "token": "x"}
            answer = await earlier.http.request(
                "GET" if is_read else "POST", f"/api/v1/{path}", json=None if is_read else body
            )
            assert (answer.status_code, answer.json()["error"]["code"]) == (401, "unauthorized"), path
        async with socket_to(shop, "customer") as late:
            await late.send("hello", v=[1], ticket=bought, lang="ru")
            assert await late.closed() == CloseCode.UNAUTHENTICATED

        async with httpx.AsyncClient(base_url=shop.origin, headers={"Origin": shop.origin}) as http:
            polled = await returned(shop, http, signed_in).poll(after=0)
            assert "Здравствуйте" in json.dumps(polled, ensure_ascii=False)


async def test_a_secret_is_renewed_by_the_first_token_alone(shop: Server) -> None:
    async with customer(shop) as visitor:
        first = (await identify(visitor, hs_token(now()))).json()["secret"]
        assert first
        visitor.http.headers["Authorization"] = f"Bearer {first}"
        assert (await identify(visitor, hs_token(now()))).json()["secret"] == ""


async def test_a_socket_that_was_opening_while_the_secret_was_renewed_does_not_open(shop: Server) -> None:
    bus = shop.services.bus
    live = Live(cast(Any, None), cast(Any, None), owner="one", kind="customer")
    with closing(RenewalWatch(bus)) as watch:
        await publish_renewal(bus, CustomerId("one"))
        with pytest.raises(Goodbye):
            watch.guard(live)
    with closing(RenewalWatch(bus)) as watch:
        await publish_renewal(bus, CustomerId("another"))
        watch.guard(live)
        await publish_renewal(bus, CustomerId("another"))
        assert not live.leaving.done()
        await publish_renewal(bus, CustomerId("one"))
        assert live.leaving.result() == CloseCode.DRAIN


async def test_a_wrong_token_changes_nothing_for_a_known_visitor(shop: Server) -> None:
    first = await opened(shop, token=hs_token(now()))
    again = await opened(shop, secret=first["secret"], token="garbage")
    assert (again["secret"], again["identity"]) == (first["secret"], "refused")


async def test_where_no_keys_are_set_a_token_is_refused_by_a_clear_name_and_the_chat_works(
    shop: Server, tmp_path_factory: pytest.TempPathFactory
) -> None:
    del shop
    async with running_server(tmp_path_factory.mktemp("off")) as server:
        session = await opened(server, token=hs_token(now()))
        assert (session["identity"], session["identity_error"]) == ("refused", "identity_off")
        async with customer(server) as visitor:
            answer = await identify(visitor, hs_token(now()))
            assert (answer.status_code, answer.json()["error"]["code"]) == (401, "identity_off")
            async with visitor.connected() as socket:
                await visitor.say(socket, "Привет")
