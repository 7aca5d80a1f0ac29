"""Setup links, sign-in, roles: on real databases and with real Argon2id."""

import asyncio
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from app.domain.errors import Conflict, InvalidInput, NotFound, RateLimited, Unauthorized
from app.domain.ids import OperatorId
from app.operators.accounts import Accounts
from app.operators.sessions import Sessions
from app.operators.throttle import Throttle
from app.storage.database import Database
from app.storage.operators import Operator, Role
from app.storage.tables import operators, setup_links
from tests.manual_clock import ManualClock

PASSWORD = "тихий-Лес 9 gently"


async def hire(accounts: Accounts, email: str = "ann@example.com", role: Role = "admin") -> Operator:
    token = await accounts.create_setup_link(role)
    return await accounts.use_setup_link(token, name="Аня", email=email, password=PASSWORD, language="ru")


@pytest.fixture
def accounts(database: Database, clock: ManualClock) -> Accounts:
    return Accounts(database, clock)


async def test_a_fresh_installation_has_no_account_at_all(accounts: Accounts):
    assert await accounts.count() == 0
    with pytest.raises(Unauthorized):
        await accounts.sign_in("admin@example.com", "admin", "127.0.0.1")


async def test_a_setup_link_makes_an_account_with_its_role(accounts: Accounts):
    ann = await hire(accounts, role="editor")
    assert (ann.role, ann.email, ann.name, ann.language) == ("editor", "ann@example.com", "Аня", "ru")
    assert await accounts.list() == [ann]
    assert await accounts.get(ann.id) == ann


async def test_a_setup_link_works_once(accounts: Accounts):
    token = await accounts.create_setup_link()
    tries = [
        accounts.use_setup_link(token, name="Аня", email=email, password=PASSWORD, language="ru")
        for email in ("a@example.com", "b@example.com", "c@example.com")
    ]
    results = await asyncio.gather(*tries, return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == ["NotFound", "NotFound", "Operator"]
    assert await accounts.count() == 1


async def test_a_setup_link_runs_out(accounts: Accounts, clock: ManualClock):
    token = await accounts.create_setup_link(minutes=60)
    clock.pass_by(minutes=60)
    with pytest.raises(NotFound):
        await accounts.use_setup_link(
            token, name="Аня", email="a@example.com", password=PASSWORD, language="ru"
        )


async def test_links_and_passwords_are_kept_as_hashes_only(accounts: Accounts, database: Database):
    token = await accounts.create_setup_link()
    kept = await database.read(lambda connection: connection.execute(select(setup_links)).one())
    assert token not in str(kept)
    await accounts.use_setup_link(token, name="Аня", email="a@example.com", password=PASSWORD, language="ru")
    kept = await database.read(lambda connection: connection.execute(select(operators)).one())
    assert PASSWORD not in str(kept)
    assert kept.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


async def test_a_taken_email_is_refused_and_the_link_stays_good(accounts: Accounts):
    await hire(accounts)
    token = await accounts.create_setup_link("viewer")
    with pytest.raises(InvalidInput) as refused:
        await accounts.use_setup_link(
            token, name="Б", email=" ANN@example.com ", password=PASSWORD, language="ru"
        )
    assert refused.value.field == "email"
    bob = await accounts.use_setup_link(
        token, name="Б", email="b@example.com", password=PASSWORD, language="ru"
    )
    assert bob.role == "viewer"


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("name", {"name": "   "}),
        ("name", {"name": "я" * 81}),
        ("name", {"name": "А\u202eня"}),
        ("email", {"email": "not an e-mail"}),
        ("email", {"email": "x" * 250 + "@a.ru"}),
        ("password", {"password": "short"}),
    ],
)
async def test_a_bad_value_is_refused_by_its_name(accounts: Accounts, field: str, change: dict[str, str]):
    token = await accounts.create_setup_link()
    values = {"name": "Аня", "email": "a@example.com", "password": PASSWORD, **change}
    with pytest.raises(InvalidInput) as refused:
        await accounts.use_setup_link(token, **values, language="en")
    assert refused.value.field == field


async def test_sign_in_knows_the_email_in_any_case(accounts: Accounts):
    ann = await hire(accounts)
    assert await accounts.sign_in(" Ann@Example.com ", PASSWORD, "127.0.0.1") == ann


async def test_every_refusal_of_a_sign_in_says_the_same(accounts: Accounts):
    await hire(accounts)
    gone = await hire(accounts, "gone@example.com", "operator")
    await accounts.deactivate(gone.id)
    said: set[str] = set()
    for email, password in (
        ("ann@example.com", "wrong"),
        ("nobody@example.com", PASSWORD),
        ("gone@example.com", PASSWORD),
    ):
        with pytest.raises(Unauthorized) as refused:
            await accounts.sign_in(email, password, "127.0.0.1")
        said.add(str(refused.value))
    assert len(said) == 1


async def test_the_eleventh_try_within_a_quarter_of_an_hour_has_to_wait(
    accounts: Accounts, clock: ManualClock
):
    await hire(accounts)
    for _ in range(10):
        with pytest.raises(Unauthorized):
            await accounts.sign_in("ann@example.com", "wrong", "10.0.0.1")
        clock.pass_by(seconds=6)
    with pytest.raises(RateLimited) as refused:
        await accounts.sign_in("ann@example.com", PASSWORD, "10.0.0.1")
    assert refused.value.retry_after_ms == pytest.approx(14 * 60_000, abs=5)
    assert await accounts.sign_in("ann@example.com", PASSWORD, "10.0.0.2")
    clock.pass_by(minutes=14, seconds=1)
    assert await accounts.sign_in("ann@example.com", PASSWORD, "10.0.0.1")


async def test_tries_sent_all_at_once_are_counted_too(accounts: Accounts):
    await hire(accounts)
    tries = [accounts.sign_in("ann@example.com", f"wrong {n}", "10.0.0.1") for n in range(25)]
    results = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(result, Unauthorized) for result in results) == 10
    assert sum(isinstance(result, RateLimited) for result in results) == 15


async def test_one_address_may_not_go_through_many_accounts(sqlite_database: Database, clock: ManualClock):
    accounts = Accounts(sqlite_database, clock)
    for number in range(50):
        with pytest.raises(Unauthorized):
            await accounts.sign_in(f"{number}@example.com", "wrong", "10.0.0.1")
    with pytest.raises(RateLimited):
        await accounts.sign_in("ann@example.com", "wrong", "10.0.0.1")


async def test_signing_in_well_again_and_again_is_never_throttled(
    sqlite_database: Database, clock: ManualClock
):
    accounts = Accounts(sqlite_database, clock)
    await hire(accounts)
    for _ in range(12):
        await accounts.sign_in("ann@example.com", PASSWORD, "10.0.0.1")


def test_the_throttle_forgets_old_keys_and_so_stays_small(
    clock: ManualClock, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("app.operators.throttle.KEYS_KEPT", 3)
    throttle = Throttle(1, timedelta(minutes=15))
    for key in "abcd":
        throttle.count(key, clock.now)
    throttle.require_room("a", clock.now)
    with pytest.raises(RateLimited):
        throttle.require_room("b", clock.now)


async def test_a_closed_account_loses_its_sessions_at_once(
    accounts: Accounts, database: Database, clock: ManualClock
):
    await hire(accounts)
    bob = await hire(accounts, "b@example.com", "operator")
    sessions = Sessions(database, clock)
    token, _ = await sessions.open(bob)
    await accounts.deactivate(bob.id)
    assert await sessions.find(token) is None
    assert (await accounts.get(bob.id)).is_active is False
    with pytest.raises(Unauthorized):
        await accounts.sign_in("b@example.com", PASSWORD, "127.0.0.1")


async def test_the_last_admin_stays(accounts: Accounts):
    ann = await hire(accounts)
    await hire(accounts, "b@example.com", "operator")
    with pytest.raises(Conflict):
        await accounts.deactivate(ann.id)
    with pytest.raises(NotFound):
        await accounts.deactivate(OperatorId("op_nobody"))


async def test_two_admins_cannot_close_each_other_at_the_same_time(accounts: Accounts):
    ann = await hire(accounts)
    bob = await hire(accounts, "b@example.com")
    results = await asyncio.gather(
        accounts.deactivate(ann.id), accounts.deactivate(bob.id), return_exceptions=True
    )
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "NoneType"]


async def test_an_old_hash_is_renewed_on_sign_in(accounts: Accounts, database: Database):
    ann = await hire(accounts)
    weak = PasswordHasher(time_cost=1, memory_cost=8_192, parallelism=1).hash(PASSWORD)
    await database.write(lambda connection: connection.execute(operators.update().values(password_hash=weak)))
    assert await accounts.sign_in(ann.email, PASSWORD, "127.0.0.1") == ann
    kept = await database.read(lambda c: c.execute(select(operators.c.password_hash)).scalar_one())
    assert "m=19456" in kept
