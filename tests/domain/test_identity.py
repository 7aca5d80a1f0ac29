"""Proofs on the timeline: a token is recorded when it adds something, and never over another customer."""

from datetime import timedelta

import pytest

from app.domain import commands as c
from app.domain import events as e
from app.domain.errors import InvalidInput, OtherAccount
from app.domain.identity import RENEWED_BELOW, TOKEN_METHOD
from tests.builders import Rehearsal, claim, say, start


def by_token(told: Rehearsal, account: str = "a-1", minutes: float = 30) -> c.VerifyIdentity:
    return c.VerifyIdentity(
        account=account, method=TOKEN_METHOD, until=told.now + timedelta(minutes=minutes, seconds=1)
    )


def test_a_token_verifies_a_conversation_in_any_status() -> None:
    for told in (Rehearsal(start()), Rehearsal(start(), say()), Rehearsal(start(), say(), claim())):
        verify = by_token(told)
        assert told.do(verify) == (
            e.IdentityVerified(account="a-1", method=TOKEN_METHOD, until=verify.until),
        )
        assert told.state.verified_account(told.now) == "a-1"


def test_a_token_on_every_page_of_the_shop_is_recorded_once() -> None:
    told = Rehearsal(start())
    told.do(by_token(told))
    for _ in range(20):
        told.now += timedelta(minutes=0.9)
        assert told.do(by_token(told)) == ()
    told.now = (told.state.account_until or told.now) - RENEWED_BELOW
    assert told.do(by_token(told)) != ()


def test_a_token_that_ends_sooner_takes_nothing_back() -> None:
    told = Rehearsal(start())
    told.do(by_token(told, minutes=5))
    until = told.state.account_until
    assert told.do(by_token(told, minutes=2)) == ()
    assert told.state.account_until == until
    assert told.do(by_token(told, minutes=9)) != ()


def test_a_token_of_another_account_is_refused_even_when_the_first_proof_is_long_over() -> None:
    told = Rehearsal(start())
    told.do(by_token(told))
    for hours in (0, 1, 1_000):
        told.now += timedelta(hours=hours)
        with pytest.raises(OtherAccount):
            told.do(by_token(told, account="a-2"))
        assert told.state.account == "a-1"


def test_an_order_proved_in_the_chat_counts_as_the_account_too() -> None:
    told = Rehearsal(start())
    order = c.VerifyIdentity(account="a-1", method="order+email", until=told.now + timedelta(minutes=1))
    told.do(order)
    with pytest.raises(OtherAccount):
        told.do(by_token(told, account="a-2"))
    assert told.do(by_token(told, account="a-1")) != ()


def test_a_proof_that_is_over_is_refused() -> None:
    told = Rehearsal(start())
    with pytest.raises(InvalidInput):
        told.do(by_token(told, minutes=-1))
