"""Tokens as a shop, or somebody who plays one, makes them: by hand, without the product's library."""

import base64
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

SECRET = "0pG7tV-a-secret-of-the-shop-9fQx2LmZ"
PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC_PEM = PRIVATE.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
PUBLIC_RAW = PRIVATE.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
KEYS = json.dumps({"hs": {"alg": "HS256", "key": SECRET}, "ed": {"alg": "EdDSA", "key": PUBLIC_PEM}})
AUDIENCE = "zabota"


def encoded(part: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()


def claims(now: datetime, **changes: Any) -> dict[str, Any]:
    """What a good token of account demo-1 says, with `changes`; None removes a claim."""
    at = int(now.timestamp())
    full = {"sub": "demo-1", "aud": AUDIENCE, "iat": at, "exp": at + 900, **changes}
    return {name: value for name, value in full.items() if value is not None}


def signed(header: Mapping[str, Any], payload: Mapping[str, Any] | bytes, secret: bytes) -> str:
    """A token with an HMAC of `secret`, whatever its header says."""
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    text = f"{encoded(json.dumps(header).encode())}.{encoded(body)}"
    return f"{text}.{encoded(hmac.digest(secret, text.encode(), 'sha256'))}"


def hs_token(now: datetime, *, kid: str = "hs", secret: str = SECRET, **changes: Any) -> str:
    """A token signed with the shop's secret."""
    return signed({"alg": "HS256", "typ": "JWT", "kid": kid}, claims(now, **changes), secret.encode())


def ed_token(now: datetime, *, key: Ed25519PrivateKey = PRIVATE, **changes: Any) -> str:
    """A token signed with the shop's private key."""
    header = encoded(json.dumps({"alg": "EdDSA", "kid": "ed"}).encode())
    text = f"{header}.{encoded(json.dumps(claims(now, **changes)).encode())}"
    return f"{text}.{encoded(key.sign(text.encode()))}"
