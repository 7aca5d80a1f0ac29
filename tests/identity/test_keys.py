"""The setting that holds a shop's keys: forms that are taken, faults that are named, nothing shown."""

import base64
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed448 import Ed448PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from app.identity.keys import KeyFault, read_keys
from tests.signing import KEYS, PRIVATE, PUBLIC_PEM, SECRET

PRIVATE_PEM = PRIVATE.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
ELLIPTIC = generate_private_key(SECP256R1()).public_key()
OTHER_CURVE = Ed448PrivateKey.generate().public_key()


def pem(key: object) -> str:
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()  # type: ignore[attr-defined]


def one(alg: object, key: object) -> str:
    return json.dumps({"2026-11": {"alg": alg, "key": key}})


def test_the_setting_is_json_or_the_path_of_a_file_of_it(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    file.write_text(f"\n{KEYS}\n", encoding="utf-8")
    for setting in (KEYS, str(file)):
        assert [(kid, key.algorithm) for kid, key in read_keys(setting).items()] == [
            ("hs", "HS256"),
            ("ed", "EdDSA"),
        ]
    assert read_keys("  ") == {}


def test_a_public_key_may_stand_in_one_line() -> None:
    short = "".join(line for line in PUBLIC_PEM.splitlines() if "-----" not in line)
    found = read_keys(one("EdDSA", short))["2026-11"].material
    assert found == PRIVATE.public_key()


@pytest.mark.parametrize(
    ("setting", "named"),
    [
        (one("HS256", "short"), "2026-11: an HS256 secret has at least 32 bytes"),
        (one("HS256", "a" * 31), "at least 32 bytes"),
        (one("HS256", "ab" * 30), "can be guessed"),
        (one("HS256", ""), "at least 32 bytes"),
        (one("HS256", PUBLIC_PEM), "no HS256 secret"),
        (one("HS256", 12345678901234567890123456789012), "wanted is"),
        (one("EdDSA", SECRET), "Ed25519 public key"),
        (one("EdDSA", ""), "Ed25519 public key"),
        (one("EdDSA", PRIVATE_PEM), "stays with the shop"),
        (one("EdDSA", pem(ELLIPTIC)), "Ed25519 public key"),
        (one("EdDSA", pem(OTHER_CURVE)), "Ed25519 public key"),
        (one("EdDSA", PUBLIC_PEM[:60]), "Ed25519 public key"),
        (one("EdDSA", base64.b64encode(bytes(32)).decode()), "Ed25519 public key"),
        (one("none", SECRET), "alg is HS256 or EdDSA"),
        (one("RS256", SECRET), "alg is HS256 or EdDSA"),
        (one(None, SECRET), "alg is HS256 or EdDSA"),
        ('{"a": {"key": "x"}}', "wanted is"),
        (json.dumps({"a": {"alg": "HS256", "key": SECRET, "use": "sig"}}), "wanted is"),
        (json.dumps({"a": SECRET}), "wanted is"),
        (json.dumps({"a b": {"alg": "HS256", "key": SECRET}}), "a kid is"),
        (json.dumps({"": {"alg": "HS256", "key": SECRET}}), "a kid is"),
        (f'{{"a": {KEYS}, "a": {KEYS}}}', "stands twice"),
        ("{}", "1 to 20 keys"),
        (json.dumps({f"k{n}": {"alg": "HS256", "key": SECRET} for n in range(21)}), "1 to 20 keys"),
        ('{"a":', "not JSON"),
        (SECRET, "neither a JSON object"),
        ("/no/such/file", "neither a JSON object"),
        ("/", "neither a JSON object"),
        ("x" * 10_000, "neither a JSON object"),
        ("a\x00b", "neither a JSON object"),
    ],
)
def test_a_key_that_cannot_be_used_is_named_and_not_repeated(setting: str, named: str) -> None:
    with pytest.raises(KeyFault) as caught:
        read_keys(setting)
    assert named in str(caught.value)
    assert SECRET not in str(caught.value)


def test_a_file_of_something_else_is_named(tmp_path: Path) -> None:
    for content in ("[]", '"text"', SECRET, ""):
        (tmp_path / "keys").write_text(content)
        with pytest.raises(KeyFault) as caught:
            read_keys(str(tmp_path / "keys"))
        assert SECRET not in str(caught.value)
