"""Secrets that a person carries: 256 random bits, kept here only as a hash."""

import hashlib
import secrets


def new_token() -> str:
    """256 bits from the system's source of chance, 43 characters that fit a URL."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """SHA-256 in hex: enough for a secret that nobody could guess in the first place."""
    return hashlib.sha256(token.encode()).hexdigest()
