"""Signing in and out. Of a session's token only the SHA-256 is kept: whoever reads the database cannot sign in."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.accounts.model import DEMO_ACCOUNTS, DEMO_PASSWORD, Account, Person, Role
from hotline.accounts.passwords import Passwords
from hotline.accounts.throttle import Throttle
from hotline.errors import NotSignedInError, StorageError, TooManyTriesError, WrongPasswordError
from hotline.storage.engine import Database
from hotline.storage.insert import insert_missing
from hotline.storage.tables import SessionRow, UserRow

LIFETIME = timedelta(hours=12)  # since last seen
LONGEST = timedelta(days=7)  # since signed in
SEEN_EVERY = timedelta(minutes=5)  # how exactly "last seen" is kept: not one write for each request
PATIENCE = 0.5  # seconds that a request waits to prolong its session
_USERNAME = 64  # characters
log = structlog.get_logger(__name__)


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


class AccountService:
    """Who is who. Every method raises StorageError where the database does not answer."""

    def __init__(
        self, database: Database, now: Callable[[], datetime] = utc_now, passwords: Passwords | None = None
    ) -> None:
        self._database = database
        self._now = now
        self._passwords = passwords or Passwords()
        self._throttle = Throttle()

    async def sign_in(self, username: str, password: str) -> tuple[Account, str]:
        """The account and a token for its browser.

        Raises WrongPasswordError, alike for an unknown user and a wrong password; TooManyTriesError after 5 failures
        for a user name within 15 minutes.
        """
        name = username.strip()[:_USERNAME]
        if not self._throttle.may_try(name, self._now()):
            log.warning("sign_in_refused", why="too many tries")
            raise TooManyTriesError("密码错误次数过多，请十五分钟后再试。")
        async with self._database.reading() as session:
            user = await session.scalar(select(UserRow).where(UserRow.username == _storable(name), UserRow.active))
        if not await self._passwords.right(user.password_hash if user else None, password) or user is None:
            raise WrongPasswordError("用户名或密码错误。")
        self._throttle.forgive(name)
        return _account(user), await self._begin_session(user.id)

    async def account_of(self, token: str) -> Account:
        """Whose session this is; prolongs it. Raises NotSignedInError."""
        now, mark = self._now(), _mark(token)
        asked = select(UserRow, SessionRow).join(SessionRow, SessionRow.user_id == UserRow.id)
        asked = asked.where(SessionRow.token_hash == mark, SessionRow.expires > now, UserRow.active)
        async with self._database.reading() as session:
            found = (await session.execute(asked)).one_or_none()
        if found is None:
            raise NotSignedInError("请先登录。")
        user, signed_in = found
        if now - signed_in.last_seen >= SEEN_EVERY:
            await self._prolong(mark, created=signed_in.created, now=now)
        return _account(user)

    async def living(self, tokens: Collection[str]) -> frozenset[str]:
        """Those of these sessions that have not ended."""
        marks = {_mark(token): token for token in tokens}
        asked = select(SessionRow.token_hash).join(UserRow, UserRow.id == SessionRow.user_id)
        asked = asked.where(SessionRow.token_hash.in_(marks), SessionRow.expires > self._now(), UserRow.active)
        async with self._database.reading() as session:
            return frozenset(marks[mark] for mark in await session.scalars(asked))

    async def sign_out(self, token: str) -> None:
        """End the session, if there is one."""
        async with self._database.transaction() as session:
            await session.execute(delete(SessionRow).where(SessionRow.token_hash == _mark(token)))

    async def ensure_demo_accounts(self) -> None:
        """Make the demo accounts that are not there; those that are stay as they are.

        None is made where the city has begun to keep its accounts: there is another one, or a demo account is ended.
        Everybody can read their password.
        """
        async with self._database.reading() as session:
            rows = await session.execute(select(UserRow.username, UserRow.active))
            known = {row.username: row.active for row in rows}
        if known.keys() - {demo.username for demo in DEMO_ACCOUNTS} or not all(known.values()):
            return
        for demo in DEMO_ACCOUNTS:
            if demo.username in known:
                continue
            password_hash = await self._passwords.hashed(DEMO_PASSWORD)
            async with self._database.transaction() as session:
                await insert_missing(
                    session,
                    UserRow,
                    {
                        "username": demo.username,
                        "name": demo.name,
                        "role": demo.role.value,
                        "extension": demo.extension or None,
                        "password_hash": password_hash,
                        "active": True,
                        "department": demo.department,
                        "phone": "",
                    },
                )

    async def agent_names(self) -> Mapping[str, str]:
        """Extension to name, of everybody who has a phone."""
        asked = select(UserRow.extension, UserRow.name).where(UserRow.active, UserRow.extension.is_not(None))
        async with self._database.reading() as session:
            return {extension: name for extension, name in await session.execute(asked) if extension}

    async def people(self) -> Mapping[str, str]:
        """User name to name, of everybody who ever had an account: who did what is read years later."""
        async with self._database.reading() as session:
            rows = await session.execute(select(UserRow.username, UserRow.name))
            return {row.username: row.name for row in rows}

    async def handlers(self, department: str) -> tuple[Person, ...]:
        """Who works for a department and may sign in, by user name; nobody for ""."""
        asked = select(UserRow).where(UserRow.active, UserRow.role == Role.HANDLER, UserRow.department == department)
        async with self._database.reading() as session:
            rows = await session.scalars(asked.where(UserRow.department != "").order_by(UserRow.username))
            return tuple(person_of(row) for row in rows)

    async def active(self) -> tuple[Person, ...]:
        """Everybody who may sign in, by user name."""
        async with self._database.reading() as session:
            rows = await session.scalars(select(UserRow).where(UserRow.active).order_by(UserRow.username))
            return tuple(person_of(row) for row in rows)

    async def handlers_by_department(self) -> Mapping[str, int]:
        """How many people work for each department and may sign in."""
        asked = select(UserRow.department, func.count()).where(UserRow.active, UserRow.role == Role.HANDLER)
        async with self._database.reading() as session:
            found = await session.execute(asked.where(UserRow.department != "").group_by(UserRow.department))
            return {department: many for department, many in found.all()}  # noqa: C416 rows are no pairs to mypy

    async def phones_in(self, session: AsyncSession, department: str) -> tuple[str, ...]:
        """The mobiles of those who work for a department, each once, within a session that somebody has begun."""
        asked = select(UserRow.phone).where(
            UserRow.active, UserRow.role == Role.HANDLER, UserRow.department == department, UserRow.phone != ""
        )
        return tuple(dict.fromkeys(await session.scalars(asked.order_by(UserRow.username))))

    async def person(self, username: str) -> Person | None:
        """Somebody who may sign in, as those who keep the accounts see it."""
        async with self._database.reading() as session:
            row = await session.scalar(select(UserRow).where(UserRow.username == username, UserRow.active))
            return person_of(row) if row else None

    async def _begin_session(self, user_id: int) -> str:
        token, now = secrets.token_urlsafe(32), self._now()
        async with self._database.transaction() as session:
            await session.execute(delete(SessionRow).where(SessionRow.expires <= now))
            session.add(
                SessionRow(token_hash=_mark(token), user_id=user_id, created=now, expires=now + LIFETIME, last_seen=now)
            )
        return token

    async def _prolong(self, mark: str, *, created: datetime, now: datetime) -> None:
        """A locked database must not turn a signed-in agent away: the next request prolongs."""
        row = update(SessionRow).where(SessionRow.token_hash == mark)
        row = row.values(expires=min(now + LIFETIME, created + LONGEST), last_seen=now)
        try:
            async with asyncio.timeout(PATIENCE), self._database.transaction() as session:
                await session.execute(row)
        except (TimeoutError, StorageError):
            log.warning("session_not_prolonged")


def _mark(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def _storable(text: str) -> str:
    """No user name has these; PostgreSQL and UTF-8 refuse to be asked for them."""
    return text.encode(errors="replace").decode().replace("\x00", "?")


def _account(user: UserRow) -> Account:
    return Account(
        id=user.id,
        username=user.username,
        name=user.name,
        role=Role(user.role),
        extension=user.extension or "",
        department=user.department,
    )


def person_of(user: UserRow) -> Person:
    """A row as those who keep the accounts see it."""
    return Person(
        username=user.username,
        name=user.name,
        role=Role(user.role),
        extension=user.extension or "",
        department=user.department,
        phone=user.phone,
        active=user.active,
    )
