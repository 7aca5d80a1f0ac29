"""Tokens of a shop: who is believed, and everything that is not."""

import json
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import IdentityOff, TokenRefused
from app.identity.keys import read_keys
from app.identity.tokens import LONGEST_TOKEN, IdentityTokens
from tests.manual_clock import ManualClock
from tests.signing import (
    AUDIENCE,
    KEYS,
    PUBLIC_PEM,
    PUBLIC_RAW,
    SECRET,
    claims,
    ed_token,
    encoded,
    hs_token,
    signed,
)

CLOCK = ManualClock()
NOW = CLOCK.now
TOKENS = IdentityTokens(read_keys(KEYS), AUDIENCE, CLOCK)
AT = int(NOW.timestamp())


def reason(token: str, tokens: IdentityTokens = TOKENS) -> str:
    """Why `token` was refused, as the log says it."""
    with pytest.raises(TokenRefused) as caught:
        tokens.read(token)
    assert caught.value.code == "identity_token_invalid"
    return str(caught.value)


@pytest.mark.parametrize("make", [hs_token, ed_token])
def test_a_token_of_either_algorithm_names_its_account_until_it_expires(make: Any) -> None:
    signed_in = TOKENS.read(make(NOW, sub="demo-4"))
    assert (signed_in.account, signed_in.until) == ("demo-4", NOW + timedelta(minutes=15))


def test_a_proof_lasts_half_an_hour_however_long_the_token_does() -> None:
    assert TOKENS.read(hs_token(NOW, exp=AT + 3_600)).until == NOW + timedelta(minutes=30)


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "nOnE", ""])
@pytest.mark.parametrize("signature", ["", ".", ".AA"])
def test_a_token_without_a_signature_is_refused(algorithm: str, signature: str) -> None:
    header = encoded(json.dumps({"alg": algorithm, "kid": "hs"}).encode())
    reason(f"{header}.{encoded(json.dumps(claims(NOW)).encode())}{signature}")


@pytest.mark.parametrize("public", [PUBLIC_PEM.encode(), PUBLIC_PEM.strip().encode(), PUBLIC_RAW])
@pytest.mark.parametrize("algorithm", ["HS256", "EdDSA"])
def test_a_public_key_is_no_secret_to_sign_with(public: bytes, algorithm: str) -> None:
    assert reason(signed({"alg": algorithm, "kid": "ed"}, claims(NOW), public)) in ("algorithm", "signature")


@pytest.mark.parametrize(
    "algorithm", ["EdDSA", "HS384", "HS512", "RS256", "ES256", "hs256", None, 1, ["HS256"]]
)
def test_the_algorithm_is_the_keys_and_never_the_tokens(algorithm: object) -> None:
    reason(signed({"alg": algorithm, "kid": "hs"}, claims(NOW), SECRET.encode()))


@pytest.mark.parametrize("kid", ["other", "", "HS", "../hs", None, 7, ["hs"], {"hs": 1}])
def test_an_unknown_key_is_refused(kid: object) -> None:
    assert reason(signed({"alg": "HS256", "kid": kid}, claims(NOW), SECRET.encode())) in ("kid", "header")


def test_a_token_that_names_no_key_is_refused() -> None:
    assert reason(signed({"alg": "HS256"}, claims(NOW), SECRET.encode())) == "kid"


def test_keys_that_a_token_brings_or_points_to_are_not_looked_at() -> None:
    own = "a-secret-of-somebody-else-0123456789"
    jwk = {"kty": "oct", "k": encoded(own.encode())}
    header = {"alg": "HS256", "kid": "hs", "jwk": jwk, "jku": "https://evil.example/keys"}
    assert reason(signed(header, claims(NOW), own.encode())) == "signature"


@pytest.mark.parametrize("header", [{"crit": ["exp"]}, {"crit": ["b64"], "b64": False}, {"b64": False}])
def test_extensions_that_change_the_meaning_are_refused(header: dict[str, Any]) -> None:
    reason(signed({"alg": "HS256", "kid": "hs", **header}, claims(NOW), SECRET.encode()))


def test_another_shops_key_is_refused() -> None:
    assert reason(hs_token(NOW, secret=SECRET[::-1])) == "signature"
    assert reason(ed_token(NOW, key=Ed25519PrivateKey.generate())) == "signature"


@pytest.mark.parametrize(
    ("changes", "check"),
    [
        ({"exp": AT}, "expired"),
        ({"exp": AT - 1, "iat": AT - 600}, "expired"),
        ({"exp": None}, "exp"),
        ({"exp": str(AT + 900)}, "exp"),
        ({"exp": True}, "exp"),
        ({"exp": 10**400}, "exp"),
        ({"exp": float("inf")}, "exp"),
        ({"exp": float("nan")}, "exp"),
        ({"exp": AT + 3_601}, "too long-lived"),
        ({"exp": 1e300}, "too long-lived"),
        ({"iat": AT - 7_200, "exp": AT + 900}, "too long-lived"),
        ({"iat": None}, "iat"),
        ({"iat": "yesterday"}, "iat"),
        ({"iat": AT + 31}, "not yet valid"),
        ({"nbf": AT + 31}, "not yet valid"),
        ({"nbf": "soon"}, "nbf"),
        ({"aud": None}, "aud"),
        ({"aud": "billing"}, "aud"),
        ({"aud": "Zabota"}, "aud"),
        ({"aud": ["zabota", "billing"]}, "aud"),
        ({"aud": {"zabota": 1}}, "aud"),
        ({"sub": None}, "sub"),
        ({"sub": ""}, "sub"),
        ({"sub": " "}, "sub"),
        ({"sub": " demo-1"}, "sub"),
        ({"sub": ".."}, "sub"),
        ({"sub": 42}, "sub"),
        ({"sub": ["demo-1"]}, "sub"),
        ({"sub": "demo-1\n"}, "sub"),
        ({"sub": "demo\x00-1"}, "sub"),
        ({"sub": "demo-1\u202e"}, "sub"),
        ({"sub": "\ud800"}, "sub"),
        ({"sub": "x" * 129}, "sub"),
    ],
)
def test_a_right_signature_does_not_help_wrong_claims(changes: dict[str, Any], check: str) -> None:
    assert reason(hs_token(NOW, **changes)) == check


@pytest.mark.parametrize(
    "changes", [{"iat": AT + 30}, {"nbf": AT + 30}, {"aud": ["zabota"]}, {"exp": AT + 0.5}]
)
def test_a_shops_clock_may_be_half_a_minute_ahead(changes: dict[str, Any]) -> None:
    assert TOKENS.read(hs_token(NOW, **changes)).account == "demo-1"


def test_a_token_is_worth_nothing_once_it_has_expired() -> None:
    clock = ManualClock()
    tokens = IdentityTokens(read_keys(KEYS), AUDIENCE, clock)
    token = hs_token(clock.now)
    clock.pass_by(seconds=899)
    assert tokens.read(token).until == clock.now + timedelta(seconds=1)
    clock.pass_by(seconds=1)
    assert reason(token, tokens) == "expired"


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b'"demo-1"', b"null", b"\xff\xfe", b"{", b"[" * 2_000, b'{"sub":"a","sub":"demo-1"}'],
)
def test_a_signed_thing_that_is_no_set_of_claims_is_refused(body: bytes) -> None:
    reason(signed({"alg": "HS256", "kid": "hs"}, body, SECRET.encode()))


@pytest.mark.parametrize(
    "header", [b"", b"[]", b"null", b"{", b"\xff", b"[" * 2_000, b"1" * 2_000, b'{"kid":"hs"}']
)
def test_a_broken_header_is_refused(header: bytes) -> None:
    reason(f"{encoded(header)}.{encoded(b'{}')}.{encoded(bytes(32))}")


def test_a_hundred_kilobytes_are_refused_unread() -> None:
    assert reason("a" * 100_000) == "shape"
    assert reason(hs_token(NOW, note="x" * 100_000)) == "shape"
    assert len(hs_token(NOW, note="x" * 2_500)) < LONGEST_TOKEN
    assert TOKENS.read(hs_token(NOW, note="x" * 2_500)).account == "demo-1"


@pytest.mark.parametrize(
    "garbage", ["", ".", "..", "...", "a.b.c", "Bearer x", "заказ", "\x00", "null", "=.=.="]
)
def test_garbage_is_refused(garbage: str) -> None:
    reason(garbage)


@pytest.mark.parametrize("change", ["{}=", "{}\n", " {}", "{}.", "{}.e30", "Bearer {}"])
def test_what_is_put_around_a_token_makes_it_another(change: str) -> None:
    reason(change.format(hs_token(NOW)))


@given(st.text(max_size=300) | st.binary(max_size=200).map(encoded))
def test_nothing_invented_is_believed_and_nothing_throws_anything_else(token: str) -> None:
    reason(token)
    reason(f"{hs_token(NOW).split('.')[0]}.{token}.{token}")


@given(st.sampled_from(["hs", "ed"]), st.integers(min_value=0), st.integers(1, 255))
def test_one_changed_byte_anywhere_is_refused(kid: str, place: int, change: int) -> None:
    token = hs_token(NOW) if kid == "hs" else ed_token(NOW)
    place %= len(token)
    changed = chr(ord(token[place]) ^ change)
    reason(token[:place] + changed + token[place + 1 :])


@given(st.sampled_from(["hs", "ed"]), st.integers(min_value=0))
def test_one_missing_byte_anywhere_is_refused(kid: str, place: int) -> None:
    token = hs_token(NOW) if kid == "hs" else ed_token(NOW)
    place %= len(token)
    reason(token[:place] + token[place + 1 :])


def test_without_keys_every_token_gets_one_clear_error() -> None:
    off = IdentityTokens(read_keys(""), AUDIENCE, CLOCK)
    assert not off.is_on
    for token in (hs_token(NOW), "garbage", ""):
        with pytest.raises(IdentityOff) as caught:
            off.read(token)
        assert caught.value.code == "identity_off"


def test_the_old_key_works_beside_the_new_one_until_it_is_taken_out() -> None:
    old = {"alg": "HS256", "key": SECRET}
    new = {"alg": "HS256", "key": SECRET[::-1]}
    both = IdentityTokens(read_keys(json.dumps({"old": old, "new": new})), AUDIENCE, CLOCK)
    tokens = (hs_token(NOW, kid="old"), hs_token(NOW, kid="new", secret=SECRET[::-1]))
    assert [both.read(token).account for token in tokens] == ["demo-1", "demo-1"]
    reason(hs_token(NOW, kid="new"), both)
    only_new = IdentityTokens(read_keys(json.dumps({"new": new})), AUDIENCE, CLOCK)
    assert reason(tokens[0], only_new) == "kid"
    assert only_new.read(tokens[1]).account == "demo-1"


def test_keys_are_named_but_never_shown() -> None:
    assert TOKENS.seen == "hs (HS256), ed (EdDSA); audience zabota"
    assert SECRET not in repr(read_keys(KEYS))
