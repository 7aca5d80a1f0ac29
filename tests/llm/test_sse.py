"""Server-sent events out of bytes."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import ModelUnavailable
from app.llm.sse import EventReader, read_chunk


@settings(deadline=None)
@given(
    st.lists(st.text(min_size=1).filter(lambda text: text.strip("\r\n ") == text), max_size=6),
    st.integers(1, 9),
)
def test_events_are_the_same_however_the_wire_cuts_them(texts: list[str], size: int) -> None:
    payloads = [json.dumps(text) for text in texts]
    wire = "".join(f"data: {payload}\r\n\r\n" for payload in payloads).encode()
    reader = EventReader()
    read = [payload for at in range(0, len(wire), size) for payload in reader.feed(wire[at : at + size])]
    assert read + list(reader.finish()) == payloads


def test_comments_and_unknown_fields_are_skipped_and_lines_of_one_event_joined() -> None:
    reader = EventReader()
    assert list(reader.feed(b": ping\nid: 4\nretry: 1\ndata: a\ndata: b\n\n")) == ["a\nb"]


def test_the_last_event_needs_no_blank_line() -> None:
    reader = EventReader()
    assert list(reader.feed(b"data: [DONE]")) == []
    assert list(reader.finish()) == ["[DONE]"]


def test_a_chunk_without_choices_may_carry_the_usage() -> None:
    piece = read_chunk('{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4}}')
    assert (piece.text, piece.tokens_in, piece.tokens_out) == ("", 3, 4)


@pytest.mark.parametrize("payload", ["", "null", "7", '"text"', '{"error":"x"}', '{"choices":'])
def test_what_is_no_chunk_is_a_failure(payload: str) -> None:
    with pytest.raises(ModelUnavailable):
        read_chunk(payload)
