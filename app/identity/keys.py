"""The shop's verification keys as one setting holds them; each fixes its algorithm, none is ever printed."""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast

import jwt
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key, load_pem_public_key

Algorithm = Literal["HS256", "EdDSA"]

LEAST_SECRET_BYTES = 32
LEAST_DISTINCT_BYTES = 10
"""Thirty-two times the same letter is long and no secret; random letters or digits have more of a kind."""
MOST_KEYS = 20
_KID = re.compile(r"[A-Za-z0-9._-]{1,64}")


class KeyFault(ValueError):
    """A key, or the setting around it, that cannot be used; the message names the kid and never the key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationKey:
    """A key and the one algorithm that it is for."""

    kid: str
    algorithm: Algorithm
    material: bytes | Ed25519PublicKey = field(repr=False)


def read_keys(setting: str) -> Mapping[str, VerificationKey]:
    """Keys by kid: `setting` is a JSON object, the path of a file that holds one, or empty for no keys.

    `{"2026-11": {"alg": "HS256", "key": "…"}, "2027-01": {"alg": "EdDSA", "key": "-----BEGIN PUBLIC …"}}`.
    Raises KeyFault.
    """
    text = setting.strip()
    if not text:
        return {}
    entries = _entries(text if text.startswith("{") else _content(text))
    if not 0 < len(entries) <= MOST_KEYS:
        raise KeyFault(f"1 to {MOST_KEYS} keys are wanted")
    return {kid: _key(kid, entry) for kid, entry in entries.items()}


def _content(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        raise KeyFault("neither a JSON object of keys nor the path of a file that can be read") from None


def _entries(text: str) -> dict[str, Any]:
    try:
        entries: object = json.loads(text, object_pairs_hook=_without_doubles)
    except KeyFault:
        raise
    except (ValueError, RecursionError):
        raise KeyFault('not JSON; wanted is {"kid": {"alg": "HS256", "key": "…"}}') from None
    if not isinstance(entries, dict):
        raise KeyFault('not a JSON object; wanted is {"kid": {"alg": "HS256", "key": "…"}}')
    return cast(dict[str, Any], entries)


def _without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise KeyFault("a name stands twice in it")
    return found


def _key(kid: str, entry: object) -> VerificationKey:
    if _KID.fullmatch(kid) is None:
        raise KeyFault("a kid is 1 to 64 letters, digits, dots, dashes and underscores")
    fields = cast(dict[str, object], entry) if isinstance(entry, dict) else {}
    algorithm, key = fields.get("alg"), fields.get("key")
    if set(fields) != {"alg", "key"} or not isinstance(key, str):
        raise KeyFault(f'key {kid}: wanted is {{"alg": "HS256" or "EdDSA", "key": "…"}}')
    match algorithm:
        case "HS256":
            return VerificationKey(kid=kid, algorithm="HS256", material=_secret(kid, key))
        case "EdDSA":
            return VerificationKey(kid=kid, algorithm="EdDSA", material=_public_key(kid, key))
        case _:
            raise KeyFault(f"key {kid}: alg is HS256 or EdDSA")


def _secret(kid: str, text: str) -> bytes:
    secret = text.encode("utf-8", "surrogatepass")
    if len(secret) < LEAST_SECRET_BYTES:
        raise KeyFault(f"key {kid}: an HS256 secret has at least {LEAST_SECRET_BYTES} bytes")
    if len(set(secret)) < LEAST_DISTINCT_BYTES:
        raise KeyFault(f"key {kid}: this HS256 secret can be guessed; take a random one")
    try:
        return cast(bytes, jwt.get_algorithm_by_name("HS256").prepare_key(secret))
    except jwt.InvalidKeyError:
        raise KeyFault(f"key {kid}: that is a public or private key and no HS256 secret") from None


def _public_key(kid: str, text: str) -> Ed25519PublicKey:
    """A public key as `openssl pkey -pubout` prints it, with or without its first and last line."""
    fault = KeyFault(f"key {kid}: wanted is an Ed25519 public key, as `openssl pkey -pubout` prints it")
    if "PRIVATE KEY" in text:
        raise KeyFault(
            f"key {kid}: that is the private key, which stays with the shop; the public one is wanted"
        )
    try:
        if "BEGIN" in text:
            found = load_pem_public_key(text.encode())
        else:
            found = load_der_public_key(base64.b64decode("".join(text.split()), validate=True))
    except (ValueError, binascii.Error, UnsupportedAlgorithm):
        raise fault from None
    if not isinstance(found, Ed25519PublicKey):
        raise fault
    return found
