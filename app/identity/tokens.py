"""Reads a shop's signed token: which key, is the signature right; then the domain judges the claims."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, cast

import jwt

from app.domain.errors import IdentityOff, TokenRefused
from app.domain.identity import SignedInAccount, read_claims
from app.identity.keys import VerificationKey

LONGEST_TOKEN = 4_096
_SHAPE = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")


class IdentityTokens:
    """Checks tokens against the keys of the settings; without keys there is nothing to check against."""

    def __init__(
        self, keys: Mapping[str, VerificationKey], audience: str, clock: Callable[[], datetime]
    ) -> None:
        self._keys = keys
        self._audience = audience
        self._clock = clock
        self._signatures = jwt.PyJWS(algorithms=["HS256", "EdDSA"])

    @property
    def is_on(self) -> bool:
        """True when the shop has set keys."""
        return bool(self._keys)

    @property
    def seen(self) -> str:
        """The keys in words for whoever looks after the server: kids and algorithms, no key."""
        named = ", ".join(f"{key.kid} ({key.algorithm})" for key in self._keys.values())
        return f"{named}; audience {self._audience}" if named else ""

    def read(self, token: str) -> SignedInAccount:
        """The account that `token` proves.

        Raises IdentityOff without keys, TokenRefused for everything else: its message names the failed check
        for the log, and holds nothing of the token.
        """
        if not self._keys:
            raise IdentityOff("no keys are set")
        if len(token) > LONGEST_TOKEN or _SHAPE.fullmatch(token) is None:
            raise TokenRefused("shape")
        return read_claims(self._signed_claims(token), self._audience, self._clock())

    def _signed_claims(self, token: str) -> Mapping[str, object]:
        try:
            kid: object = self._signatures.get_unverified_header(token).get("kid")
        except (jwt.PyJWTError, ValueError, RecursionError):
            raise TokenRefused("header") from None
        key = self._keys.get(kid) if isinstance(kid, str) else None
        if key is None:
            raise TokenRefused("kid")
        try:
            payload = self._signatures.decode(token, key.material, algorithms=[key.algorithm])
        except jwt.InvalidAlgorithmError:
            raise TokenRefused("algorithm") from None
        except (jwt.PyJWTError, ValueError, RecursionError):
            raise TokenRefused("signature") from None
        return _claims(cast(bytes, payload))


def _claims(payload: bytes) -> Mapping[str, object]:
    try:
        claims: object = json.loads(payload.decode(), object_pairs_hook=_without_doubles)
    except (ValueError, RecursionError):
        raise TokenRefused("claims") from None
    if not isinstance(claims, dict):
        raise TokenRefused("claims")
    return cast(Mapping[str, object], claims)


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a claim stands twice")
    return found
