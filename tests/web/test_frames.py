"""Reading frames: whatever arrives becomes a payload or one of four errors, never anything else."""

import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.domain.errors import BadJson, InvalidInput, SupportError, TooLarge, UnknownType
from app.web import incoming, outgoing, protocol
from app.web.errors import frame_of
from app.web.frames import DEPTH_LIMIT, claimed_cid, parse

STREAM = "conv:chat-1"


def frame(kind: str, payload: object, **envelope: object) -> str:
    return json.dumps({"v": 1, "t": kind, "d": payload, **envelope})


def message(**changes: object) -> str:
    return frame("msg.send", {"s": STREAM, "cid": "cid-00001", "text": "Где заказ?", **changes})


def nested(depth: int) -> str:
    return '{"v":1,"t":"typing","d":' + '{"a":' * depth + "1" + "}" * depth + "}"


def test_a_frame_becomes_its_envelope_and_payload() -> None:
    envelope, payload = parse(frame("typing", {"s": STREAM, "on": True}, id="r1"), incoming.CUSTOMER_FRAMES)
    assert envelope.id == "r1"
    assert payload == incoming.TypingOn(s=STREAM, on=True)


def test_unknown_fields_are_ignored() -> None:
    raw = frame("typing", {"s": STREAM, "on": True, "later": [1]}, later="x")
    assert parse(raw, incoming.CUSTOMER_FRAMES)[1] == incoming.TypingOn(s=STREAM, on=True)


def test_bytes_and_text_are_read_alike() -> None:
    assert parse(message(), incoming.CUSTOMER_FRAMES) == parse(message().encode(), incoming.CUSTOMER_FRAMES)


@pytest.mark.parametrize("raw", ["", "{", "nonsense", "{'v': 1}", b"\xff\xfe", "1" * 5_000, "[" * 20_000])
def test_what_is_no_json_is_bad_json(raw: str | bytes) -> None:
    with pytest.raises(BadJson):
        parse(raw, incoming.CUSTOMER_FRAMES)


@pytest.mark.parametrize("raw", ["null", "1", '"x"', "[]", "{}", '{"v":2,"t":"typing"}', '{"v":1}'])
def test_json_that_is_no_frame_is_refused(raw: str) -> None:
    with pytest.raises(InvalidInput):
        parse(raw, incoming.CUSTOMER_FRAMES)


@pytest.mark.parametrize("kind", ["", "conv.take", "op.status", "ev", "MSG.SEND", "__init__"])
def test_a_customer_has_no_other_frames_than_the_customers(kind: str) -> None:
    with pytest.raises(UnknownType):
        parse(frame(kind, {"s": STREAM}), incoming.CUSTOMER_FRAMES)


@pytest.mark.parametrize("depth", [DEPTH_LIMIT + 1, 100, 400, 600, 900, 2_000, 9_000])
def test_deep_nesting_is_refused_however_deep(depth: int) -> None:
    with pytest.raises(InvalidInput):
        parse(nested(depth), incoming.CUSTOMER_FRAMES)
    assert claimed_cid(nested(depth)) is None


def test_a_frame_over_the_limit_is_too_large() -> None:
    with pytest.raises(TooLarge):
        parse(" " * (protocol.FRAME_LIMIT + 1), incoming.CUSTOMER_FRAMES)


def test_the_limit_of_a_frame_is_in_bytes() -> None:
    with pytest.raises(TooLarge):
        parse('"' + "ы" * (protocol.FRAME_LIMIT // 2) + '"', incoming.CUSTOMER_FRAMES)


def test_a_text_of_the_longest_length_passes_and_one_more_is_too_large() -> None:
    parse(message(text="ы" * protocol.TEXT_LIMIT), incoming.CUSTOMER_FRAMES)
    with pytest.raises(TooLarge) as caught:
        parse(message(text="ы" * (protocol.TEXT_LIMIT + 1)), incoming.CUSTOMER_FRAMES)
    assert caught.value.field == "text"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": None}, "text"),
        ({"text": ["x"]}, "text"),
        ({"text": "\ud800"}, "text"),
        ({"cid": "short"}, "cid"),
        ({"cid": "x" * 65}, "cid"),
        ({"cid": "with space"}, "cid"),
        ({"cid": "new\nline1"}, "cid"),
        ({"cid": "\ud800\ud800\ud800\ud800\ud800\ud800\ud800\ud800"}, "cid"),
        ({"s": "inbox\n"}, "s"),
        ({"s": "conv:"}, "s"),
        ({"s": "conv:../x"}, "s"),
        ({"s": "users:1"}, "s"),
    ],
)
def test_the_field_that_does_not_fit_is_named(changes: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse(message(**changes), incoming.CUSTOMER_FRAMES)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("raw", "cid"),
    [
        (message(text=""), "cid-00001"),
        (message(cid="x" * 99), "x" * 64),
        (message(cid="\ud800"), None),
        (message(cid=7), None),
        ('{"d": []}', None),
        ("[]", None),
        ("{", None),
    ],
)
def test_a_refused_frames_cid_is_found_when_it_can_be_said_back(raw: str, cid: str | None) -> None:
    assert claimed_cid(raw) == cid
    frame_of(InvalidInput(), "ru", cid=claimed_cid(raw)).model_dump_json()


json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)
payloads = st.fixed_dictionaries(
    {},
    optional={
        name: json_values | st.sampled_from([STREAM, "cid-00001", "text", 1, True])
        for name in ("s", "cid", "text", "seq", "value", "on", "ep", "n", "streams", "v", "offer_id")
    },
)


@given(st.sampled_from(sorted(incoming.CUSTOMER_FRAMES)), payloads)
@settings(max_examples=400, deadline=None)
@example("hello", {"streams": {"\ud800": {}}})
def test_any_payload_is_read_or_refused_in_words_that_can_be_sent(kind: str, payload: object) -> None:
    raw = frame(kind, payload)
    try:
        parse(raw, incoming.CUSTOMER_FRAMES)
    except SupportError as error:
        refusal = frame_of(error, "en", cid=claimed_cid(raw))
        outgoing.ServerFrame(t="error", d=refusal).model_dump_json(exclude_none=True)


@given(st.binary(max_size=300) | st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_noise_is_refused(raw: str | bytes) -> None:
    with pytest.raises(SupportError):
        parse(raw, incoming.CUSTOMER_FRAMES)
    claimed_cid(raw)
