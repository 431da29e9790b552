"""Signing in and out, on a real database."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from argon2 import PasswordHasher
from sqlalchemy import delete, select, update

from hotline.accounts.model import DEMO_PASSWORD, Account, Role
from hotline.accounts.passwords import Passwords
from hotline.accounts.service import AccountService
from hotline.errors import NotSignedInError, TooManyTriesError, WrongPasswordError
from hotline.storage.engine import Database
from hotline.storage.tables import SessionRow, UserRow
from tests.adapters.storage import Clock, Place, fresh_database, on_sqlite


@pytest_asyncio.fixture
async def database(place: Place) -> AsyncIterator[Database]:
    """A fresh one."""
    async with fresh_database(place) as opened:
        yield opened


@pytest.fixture
def clock() -> Clock:
    """The service's clock."""
    return Clock()


@pytest_asyncio.fixture
async def accounts(database: Database, clock: Clock) -> AccountService:
    """The service with its demo accounts; hashing is made cheap."""
    cheap = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    service = AccountService(database, clock, cheap)
    await service.ensure_demo_accounts()
    return service


async def test_who_signs_in_is_known_by_the_token(accounts: AccountService, database: Database) -> None:
    """And the token itself is not in the database."""
    account, token = await accounts.sign_in(" agent1 ", DEMO_PASSWORD)
    assert account == Account(id=account.id, username="agent1", name="林晓燕", role=Role.AGENT, extension="1001")
    assert await accounts.account_of(token) == account
    async with database.reading() as session:
        kept = await session.scalar(select(SessionRow.token_hash))
    assert kept is not None
    assert token not in kept


async def test_signing_out_ends_the_session(accounts: AccountService) -> None:
    """Signing out twice, or with a token of nobody, is no fault."""
    _, token = await accounts.sign_in("agent1", DEMO_PASSWORD)
    _, other = await accounts.sign_in("agent1", DEMO_PASSWORD)
    await accounts.sign_out(token)
    await accounts.sign_out(token)
    with pytest.raises(NotSignedInError):
        await accounts.account_of(token)
    assert (await accounts.account_of(other)).username == "agent1"


@pytest.mark.parametrize("username", ["agent1", "nobody", "", "a\x00b", "\ud800", "x" * 5000])
@pytest.mark.parametrize("password", ["wrong", "", "\ud800", "x" * 5000])
async def test_an_unknown_user_and_a_wrong_password_are_told_alike(
    accounts: AccountService, username: str, password: str
) -> None:
    """Whatever is entered; the sentence does not say which it was."""
    with pytest.raises(WrongPasswordError, match="用户名或密码错误"):
        await accounts.sign_in(username, password)


async def test_after_five_failures_even_the_right_password_is_refused_for_a_while(
    accounts: AccountService, clock: Clock
) -> None:
    """Also when they all come at once; other users are not touched."""
    tries = [accounts.sign_in("agent1", "wrong") for _ in range(8)]
    faults = await asyncio.gather(*tries, return_exceptions=True)
    assert sorted(type(fault).__name__ for fault in faults) == ["TooManyTriesError"] * 3 + ["WrongPasswordError"] * 5
    with pytest.raises(TooManyTriesError):
        await accounts.sign_in("agent1", DEMO_PASSWORD)
    await accounts.sign_in("agent2", DEMO_PASSWORD)
    clock.pass_by(minutes=15)
    await accounts.sign_in("agent1", DEMO_PASSWORD)


async def test_a_session_lives_twelve_hours_from_when_it_was_last_used(accounts: AccountService, clock: Clock) -> None:
    """A shift does not sign an agent out; a night does."""
    _, token = await accounts.sign_in("agent1", DEMO_PASSWORD)
    for _ in range(3):
        clock.pass_by(hours=11)
        await accounts.account_of(token)
    clock.pass_by(hours=12)
    with pytest.raises(NotSignedInError):
        await accounts.account_of(token)


async def test_a_session_never_lives_longer_than_a_week(accounts: AccountService, clock: Clock) -> None:
    """However often it is used."""
    _, token = await accounts.sign_in("agent1", DEMO_PASSWORD)
    for _ in range(15):
        clock.pass_by(hours=11)
        await accounts.account_of(token)
    clock.pass_by(hours=3)
    with pytest.raises(NotSignedInError):
        await accounts.account_of(token)


async def test_whoever_is_no_longer_active_is_out_at_once(accounts: AccountService, database: Database) -> None:
    """Neither the session nor the password opens any more, and the name is gone from the board."""
    _, token = await accounts.sign_in("agent1", DEMO_PASSWORD)
    async with database.transaction() as session:
        await session.execute(update(UserRow).where(UserRow.username == "agent1").values(active=False))
    with pytest.raises(NotSignedInError):
        await accounts.account_of(token)
    with pytest.raises(WrongPasswordError):
        await accounts.sign_in("agent1", DEMO_PASSWORD)
    assert "1001" not in await accounts.agent_names()


async def test_demo_accounts_are_made_once(accounts: AccountService, database: Database) -> None:
    """Made again they leave a changed password and name alone."""
    async with database.transaction() as session:
        await session.execute(update(UserRow).where(UserRow.username == "agent1").values(name="别人"))
    await accounts.ensure_demo_accounts()
    assert await accounts.agent_names() == {
        "1001": "别人",
        "1002": "周建国",
        "1003": "陈思",
        "1004": "何敏",
        "1005": "吴志强",
    }


async def test_a_city_with_accounts_of_its_own_gets_no_demo_accounts(
    accounts: AccountService, database: Database
) -> None:
    """Whose password everybody can read: neither beside another account, nor after one of them was ended."""
    names = {"admin1", "handler1"}
    async with database.transaction() as session:
        await session.execute(delete(UserRow).where(UserRow.username.in_(names)))
        await session.execute(update(UserRow).where(UserRow.username == "agent1").values(active=False))
    await accounts.ensure_demo_accounts()
    async with database.transaction() as session:
        await session.execute(update(UserRow).where(UserRow.username == "agent1").values(username="li", active=True))
    await accounts.ensure_demo_accounts()
    assert not names & (await accounts.people()).keys()


@on_sqlite
async def test_a_locked_database_turns_no_signed_in_agent_away(
    accounts: AccountService, clock: Clock, tmp_path: Path
) -> None:
    """The session is prolonged by a later request."""
    account, token = await accounts.sign_in("agent1", DEMO_PASSWORD)
    clock.pass_by(hours=11)
    other = sqlite3.connect(tmp_path / "hotline.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert await accounts.account_of(token) == account
    other.execute("ROLLBACK")
    other.close()
    await accounts.account_of(token)
    clock.pass_by(hours=11)
    assert await accounts.account_of(token) == account
