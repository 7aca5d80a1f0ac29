"""Which passwords are allowed, and that hashing leaves the event loop alone."""

import asyncio
import time

import pytest

from app.domain.errors import InvalidInput, Overloaded
from app.operators.passwords import Passwords, require_allowed

EMAIL = "marina.k@example.ru"


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "синий трактор едет в Тверь",
        "h7Kq-w2Lm-x9Tz",
        "дом у моря, 1987 год",
        "Welcome to the quiet side",
        "x" * 40 + "yes, five kinds",
        "пароль от старого велосипеда",
        "qwerty is a poor start",
        "a" * 20 + "bcdefg-Zq81!" + "r" * 96,
    ],
)
def test_a_long_phrase_of_ones_own_is_allowed(password: str):
    require_allowed(password, EMAIL)


@pytest.mark.parametrize(
    "password",
    [
        "elevenchars",
        "в" * 129,
        "aaaaaaaaaaaaaa",
        "abababababab1",
        "123456123456",
        "1234567890123",
        "abcdefghijklm",
        "абвгдеёжзийк",
        "qwertyuiop123",
        "йцукенгшщзхъ",
        "asdfghjkl;12",
        "987654321098",
        "Password1234",
        "P@ssw0rd2026",
        "password-2026",
        "МойПароль123",
        "administrator",
        "zabota123456",
        "Marina.K@example.ru",
        "marina.k2026!",
        "кодкодкодкод",
    ],
)
def test_a_password_that_others_would_guess_is_refused(password: str):
    with pytest.raises(InvalidInput) as refused:
        require_allowed(password, EMAIL)
    assert refused.value.field == "password"


async def test_a_hash_fits_its_password_and_no_other():
    passwords = Passwords()
    kept = await passwords.hash("correct horse battery")
    assert await passwords.verify(kept, "correct horse battery")
    assert not await passwords.verify(kept, "correct horse batterY")
    assert not await passwords.verify("not a hash", "correct horse battery")
    assert kept != await passwords.hash("correct horse battery")


async def test_nobody_takes_as_long_as_somebody():
    passwords = Passwords()
    kept = await passwords.hash("correct horse battery")

    async def fastest(password_hash: str | None) -> float:
        best = 1.0
        for _ in range(5):
            start = time.perf_counter()
            assert not await passwords.verify(password_hash, "wrong")
            best = min(best, time.perf_counter() - start)
        return best

    somebody, nobody = await fastest(kept), await fastest(None)
    assert nobody == pytest.approx(somebody, rel=0.5)


async def test_the_event_loop_runs_on_while_passwords_are_hashed():
    passwords = Passwords()
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0.001)
            ticks += 1

    ticking = asyncio.create_task(tick())
    await asyncio.gather(*(passwords.hash(f"phrase number {n}") for n in range(4)))
    ticking.cancel()
    assert ticks >= 10


async def test_a_flood_is_refused_instead_of_queued_without_end():
    passwords = Passwords()
    results = await asyncio.gather(
        *(passwords.verify(None, "wrong") for _ in range(40)), return_exceptions=True
    )
    assert sum(isinstance(result, Overloaded) for result in results) == 8
    assert not await passwords.verify(None, "wrong")
