"""The register of accounts: who is let in, as what; made, changed and ended here.

Rule: whoever is ended, or gets another role or password, is signed out in the same transaction.
"""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.accounts.draft import AccountDraft, Change, Places, changed, check_password, checked
from hotline.accounts.model import Person
from hotline.accounts.passwords import Passwords
from hotline.accounts.service import person_of
from hotline.errors import ConflictError, NotFoundError
from hotline.storage.engine import Database
from hotline.storage.tables import SessionRow, UserRow


class Register:
    """The accounts for those who keep them. Every method raises StorageError where the database does not answer."""

    def __init__(self, database: Database, places: Places, passwords: Passwords | None = None) -> None:
        self._database = database
        self._places = places
        self._passwords = passwords or Passwords()

    async def everybody(self) -> tuple[Person, ...]:
        """All accounts, also those that are ended, by role and user name."""
        async with self._database.reading() as session:
            rows = await session.scalars(select(UserRow).order_by(UserRow.role, UserRow.username))
            return tuple(person_of(row) for row in rows)

    async def add(self, draft: AccountDraft, password: str) -> Person:
        """A new account. Raises InputError for what is faulty, ConflictError for what somebody else has."""
        person = checked(draft, self._places)
        check_password(person.username, password)
        row = UserRow(username=person.username, password_hash=await self._passwords.hashed(password), active=True)
        _write(row, person)
        try:
            async with self._database.transaction() as session:
                await _refuse_taken(session, person, new=True)
                session.add(row)
        except IntegrityError as fault:  # somebody else was faster
            raise ConflictError("用户名或分机刚刚被别人用了。") from fault
        return person

    async def change(self, username: str, change: Change) -> Person:
        """The account as it is now. Raises NotFoundError; else as add()."""
        try:
            async with self._database.transaction() as session:
                row = await _row(session, username)
                before = person_of(row)
                after = checked(changed(before, change), self._places)
                await _refuse_taken(session, after)
                _write(row, after)
                row.active = before.active if change.active is None else change.active
                if (before.role, before.department) != (after.role, after.department):
                    await _sign_out(session, row)
                return person_of(row)
        except IntegrityError as fault:  # somebody else was faster
            raise ConflictError("分机刚刚被别人用了。") from fault

    async def disable(self, username: str) -> Person:
        """End an account: signed out, let in no more, its extension free; what it did keeps its name.

        Raises NotFoundError.
        """
        async with self._database.transaction() as session:
            row = await _row(session, username)
            row.active, row.extension, row.phone = False, None, ""
            await _sign_out(session, row)
            return person_of(row)

    async def set_password(self, username: str, password: str) -> None:
        """Another password. Raises NotFoundError, InputError for one that is no good."""
        check_password(username, password)
        hashed = await self._passwords.hashed(password)
        async with self._database.transaction() as session:
            row = await _row(session, username)
            row.password_hash = hashed
            await _sign_out(session, row)


async def _row(session: AsyncSession, username: str) -> UserRow:
    found = await session.scalar(select(UserRow).where(UserRow.username == username).with_for_update())
    if found is None:
        raise NotFoundError(f"没有{username}这个账号。")
    return found


async def _refuse_taken(session: AsyncSession, person: Person, *, new: bool = False) -> None:
    if new and await session.scalar(select(UserRow.id).where(UserRow.username == person.username)) is not None:
        raise ConflictError(f"已经有{person.username}这个账号了。")
    if not person.extension:
        return
    asked = select(UserRow.username).where(UserRow.extension == person.extension, UserRow.username != person.username)
    holder = await session.scalar(asked)
    if holder is not None:
        raise ConflictError(f"分机{person.extension}是{holder}的。")


async def _sign_out(session: AsyncSession, row: UserRow) -> None:
    await session.execute(delete(SessionRow).where(SessionRow.user_id == row.id))


def _write(row: UserRow, person: Person) -> None:
    row.name, row.role, row.phone = person.name, str(person.role), person.phone
    row.extension, row.department = person.extension or None, person.department
