"""Passwords: which ones are allowed, and hashing off the event loop; nothing is stored here."""

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.domain.errors import InvalidInput, Overloaded

P = ParamSpec("P")
T = TypeVar("T")

MIN_LENGTH = 12
MAX_LENGTH = 128
MEMORY_KIB = 19 * 1024
PASSES = 2
AT_ONCE = 2
MAY_WAIT = 32

_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "01234567890123456789",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "йцукенгшщзхъ",
    "фывапролджэ",
    "ячсмитьбю",
)
"""What a finger runs along: alphabets, digits and keyboard rows; read forwards and backwards."""

_WORN = (
    "password",
    "пароль",
    "zabota",
    "забота",
    "welcome",
    "administrator",
    "admin",
    "админ",
    "letmein",
    "iloveyou",
)
_SWAPS = str.maketrans("@$013457", "asoieast")


def require_allowed(password: str, email: str) -> None:
    """Raise InvalidInput(field="password") unless the password is 12 to 128 characters and not a poor one.

    Poor by rule: few different characters, one short piece repeated, runs along an alphabet or a keyboard
    row, a worn word with little around it, the person's own e-mail.
    """
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        raise InvalidInput(f"{MIN_LENGTH} to {MAX_LENGTH} characters", field="password")
    if _is_poor(password.casefold(), email.casefold()):
        raise InvalidInput("too easy to guess", field="password")


def _is_poor(password: str, email: str) -> bool:
    return (
        len(set(password)) < 5
        or _is_repeated(password)
        or _is_worn(password)
        or _is_own_email(password, email)
    )


def _is_repeated(password: str) -> bool:
    longest = len(password) // 2
    return any(_period_covers(password, length) for length in range(1, longest + 1))


def _period_covers(password: str, length: int) -> bool:
    piece = password[:length]
    return (piece * (len(password) // length + 1)).startswith(password)


def _is_worn(password: str) -> bool:
    """True when fewer than six characters are left once worn words and runs are taken out."""
    return any(_left_over(text) < 6 for text in (password, password.translate(_SWAPS)))


def _left_over(text: str) -> int:
    for word in _WORN:
        text = text.replace(word, "")
    left, at = 0, 0
    while at < len(text):
        run = _run_length(text, at)
        at += run
        left += run if run < 3 else 0
    return left


def _run_length(password: str, start: int) -> int:
    best = 1
    for row in _ROWS:
        for line in (row, row[::-1]):
            end = start + 1
            while end < len(password) and password[start : end + 1] in line:
                end += 1
            best = max(best, end - start)
    return best


def _is_own_email(password: str, email: str) -> bool:
    name = email.partition("@")[0]
    if not email or not name:
        return False
    return email in password or (len(name) >= 4 and name in password and len(password.replace(name, "")) < 8)


_NOBODY = f"$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p=1${'A' * 22}${'A' * 43}"
"""A hash in today's parameters that no known password has: the time it takes is all it is for."""


class Passwords:
    """Argon2id with 19 MiB, two passes, one lane; at most two hashes are made at once, 32 may wait.

    `hash` and `verify` raise Overloaded beyond that, so that a flood of sign-ins never starves the chat.
    """

    def __init__(self) -> None:
        self._hasher = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=1)
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0

    async def hash(self, password: str) -> str:
        """The encoded hash, salt and parameters included."""
        return await self._in_turn(self._hasher.hash, password)

    async def verify(self, password_hash: str | None, password: str) -> bool:
        """Whether the password fits. None stands for nobody: it takes as long and never fits."""
        fits = await self._in_turn(self._verify, password_hash or _NOBODY, password)
        return fits and password_hash is not None

    def is_outdated(self, password_hash: str) -> bool:
        """Whether the hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(password_hash)

    async def _in_turn(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        if self._waiting >= MAY_WAIT:
            raise Overloaded("too many sign-ins at once", retry_after_ms=2_000)
        self._waiting += 1
        try:
            async with self._turns:
                return await asyncio.to_thread(function, *args, **kwargs)
        finally:
            self._waiting -= 1

    def _verify(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password)
        except (VerificationError, InvalidHashError):
            return False
