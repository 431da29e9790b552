"""Accounts made, changed and ended, on a real database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from argon2 import PasswordHasher

from hotline.accounts.draft import AccountDraft, Change, Places
from hotline.accounts.model import DEMO_PASSWORD, Person, Role
from hotline.accounts.passwords import Passwords
from hotline.accounts.register import Register
from hotline.accounts.service import AccountService
from hotline.errors import ConflictError, InputError, NotFoundError, NotSignedInError, WrongPasswordError
from tests.adapters.storage import Clock, fresh_database

PASSWORD = "a long enough one"
PLACES = Places(departments={"01", "02"}, extensions={"1001", "1002"})
AGENT = AccountDraft(username="li.wei", name="李伟", role="agent", extension="1001")
HANDLER = AccountDraft(username="gaj1", name="王芳", role="handler", department="01", phone="+86 138-0013-8000")


class Office:
    """The register and the door that it opens."""

    def __init__(self, register: Register, accounts: AccountService) -> None:
        self.register = register
        self.accounts = accounts


@pytest_asyncio.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """Without anybody; hashing is made cheap."""
    cheap = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    async with fresh_database(tmp_path) as database:
        yield Office(Register(database, PLACES, cheap), AccountService(database, Clock(), cheap))


async def test_who_is_entered_signs_in_as_what_was_written(office: Office) -> None:
    """A handler with the department, and the mobile as its digits."""
    await office.register.add(HANDLER, PASSWORD)
    account, _ = await office.accounts.sign_in("gaj1", PASSWORD)
    assert (account.name, account.role, account.extension, account.department) == ("王芳", Role.HANDLER, "", "01")
    (person,) = await office.register.everybody()
    assert person == Person(username="gaj1", name="王芳", role=Role.HANDLER, department="01", phone="13800138000")
    assert await office.accounts.handlers("01") == (person,)
    assert await office.accounts.handlers("02") == ()
    assert await office.accounts.handlers("") == ()


async def test_every_fault_of_an_account_is_told_at_once(office: Office) -> None:
    """Each at its field, and nothing is kept."""
    wrong = AccountDraft(username="Li", name=" ", role="chief", extension="9", department="77", phone="0999-5550101")
    with pytest.raises(InputError) as fault:
        await office.register.add(wrong, PASSWORD)
    assert fault.value.details["fields"].keys() == {"username", "name", "role", "extension", "department", "phone"}  # type: ignore[attr-defined]
    assert await office.register.everybody() == ()


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (AccountDraft(username="aa", name="甲", role="agent"), "extension"),
        (AccountDraft(username="aa", name="甲", role="agent", extension="1001", department="01"), "department"),
        (AccountDraft(username="aa", name="甲", role="handler"), "department"),
        (AccountDraft(username="aa", name="甲", role="handler", department="77"), "department"),
        (AccountDraft(username="aa", name="甲", role="handler", department="01", extension="1001"), "extension"),
        (AccountDraft(username="a\x00", name="甲", role="admin"), "username"),
        (AccountDraft(username="aa", name="甲" * 65, role="admin"), "name"),
        (AccountDraft(username="aa", name="甲", role="admin", phone="1380013800O"), "phone"),
    ],
)
async def test_what_goes_with_a_role_must_be_there_and_nothing_else(
    office: Office, draft: AccountDraft, field: str
) -> None:
    """An agent has a telephone, a handler a department; nobody has both."""
    with pytest.raises(InputError) as fault:
        await office.register.add(draft, PASSWORD)
    assert set(fault.value.details["fields"]) == {field}  # type: ignore[call-overload]


@pytest.mark.parametrize("password", ["", "short", "x" * 2000, DEMO_PASSWORD, "li.wei.99", "line\nbreak", "\ud800" * 9])
async def test_a_password_that_is_no_good_is_refused(office: Office, password: str) -> None:
    """Too short, too long, known to everybody, or not to be typed; also when it is changed."""
    draft = AccountDraft(username="li.wei.99", name="李伟", role="admin")
    with pytest.raises(InputError):
        await office.register.add(draft, password)
    await office.register.add(draft, PASSWORD)
    with pytest.raises(InputError):
        await office.register.set_password("li.wei.99", password)


async def test_a_user_name_and_an_extension_belong_to_one_person(office: Office) -> None:
    """Also where two are entered at once."""
    tries = [office.register.add(AGENT, PASSWORD) for _ in range(3)]
    done = await asyncio.gather(*tries, return_exceptions=True)
    assert sorted(type(one).__name__ for one in done) == ["ConflictError", "ConflictError", "Person"]
    other = AccountDraft(username="zhao", name="赵", role="agent", extension="1001")
    with pytest.raises(ConflictError, match=r"分机1001是li\.wei的"):
        await office.register.add(other, PASSWORD)


async def test_a_change_leaves_what_it_does_not_name(office: Office) -> None:
    """Another role drops what only went with the old one, and signs out."""
    await office.register.add(HANDLER, PASSWORD)
    _, token = await office.accounts.sign_in("gaj1", PASSWORD)
    person = await office.register.change("gaj1", Change(name="王芳芳", phone=""))
    assert (person.name, person.department, person.phone) == ("王芳芳", "01", "")
    await office.accounts.account_of(token)
    person = await office.register.change("gaj1", Change(role="agent", extension="1002"))
    assert (person.role, person.extension, person.department) == (Role.AGENT, "1002", "")
    with pytest.raises(NotSignedInError):
        await office.accounts.account_of(token)
    with pytest.raises(InputError):
        await office.register.change("gaj1", Change(extension=""))
    with pytest.raises(NotFoundError):
        await office.register.change("nobody", Change(name="甲"))


async def test_who_is_ended_is_out_at_once_and_leaves_the_extension(office: Office) -> None:
    """The name stays in what was done; the account can be taken up again."""
    await office.register.add(AGENT, PASSWORD)
    _, token = await office.accounts.sign_in("li.wei", PASSWORD)
    person = await office.register.disable("li.wei")
    assert (person.active, person.extension) == (False, "")
    with pytest.raises(NotSignedInError):
        await office.accounts.account_of(token)
    with pytest.raises(WrongPasswordError):
        await office.accounts.sign_in("li.wei", PASSWORD)
    await office.register.add(AccountDraft(username="zhao", name="赵", role="agent", extension="1001"), PASSWORD)
    assert (await office.accounts.people())["li.wei"] == "李伟"
    await office.register.change("li.wei", Change(extension="1002", active=True))
    await office.accounts.sign_in("li.wei", PASSWORD)


async def test_another_password_ends_every_session(office: Office) -> None:
    """The old one opens nothing any more."""
    await office.register.add(AGENT, PASSWORD)
    _, token = await office.accounts.sign_in("li.wei", PASSWORD)
    await office.register.set_password("li.wei", "quite another one")
    with pytest.raises(NotSignedInError):
        await office.accounts.account_of(token)
    with pytest.raises(WrongPasswordError):
        await office.accounts.sign_in("li.wei", PASSWORD)
    await office.accounts.sign_in("li.wei", "quite another one")
    with pytest.raises(NotFoundError):
        await office.register.set_password("nobody", PASSWORD)
