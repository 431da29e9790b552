"""An account as it is typed, and what is wrong with it. Pure.

Rule: every fault is told at once, each at its field, in words that say what to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from hotline.accounts.model import DEMO_PASSWORD, Person, Role
from hotline.accounts.passwords import LONGEST
from hotline.errors import InputError
from hotline.storage.citizens import normalise_number
from hotline.storage.text import plain_text

SHORTEST = 8  # characters of a password
_USERNAME = re.compile(r"[a-z][a-z0-9._-]{1,31}")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_NAME = 64  # characters
_ROLES = "、".join(f"{role}" for role in Role)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountDraft:
    """An account as somebody typed it. phone: as anybody writes a number; extension, department, phone: "" for none."""

    username: str
    name: str
    role: str
    extension: str = ""
    department: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What shall be otherwise; None stays as it is. active: False signs out and lets nobody in."""

    name: str | None = None
    role: str | None = None
    extension: str | None = None
    department: str | None = None
    phone: str | None = None
    active: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """What there is to choose from: codes of departments, and extensions that have a telephone."""

    departments: Collection[str]
    extensions: Collection[str]


def changed(person: Person, change: Change) -> AccountDraft:
    """The account as it would be, to be checked like a new one."""

    def told(given: str | None, before: str) -> str:
        return before if given is None else given

    role = told(change.role, person.role)
    keeps = role == person.role  # what goes with another role is not carried over
    return AccountDraft(
        username=person.username,
        name=told(change.name, person.name),
        role=role,
        extension=told(change.extension, person.extension if keeps or role != Role.HANDLER else ""),
        department=told(change.department, person.department if keeps else ""),
        phone=told(change.phone, person.phone),
    )


def checked(draft: AccountDraft, places: Places) -> Person:
    """The account. Raises InputError with every fault in details["fields"]."""
    draft = replace(draft, name=plain_text(draft.name), phone=draft.phone.strip(), role=draft.role.strip())
    faults = {field: what for field, rule in _RULES.items() if (what := rule(draft, places))}
    if faults:
        raise InputError("；".join(faults.values()) + "。", fields=faults)
    return Person(
        username=draft.username,
        name=draft.name,
        role=Role(draft.role),
        extension=draft.extension,
        department=draft.department,
        phone=normalise_number(draft.phone),
    )


def check_password(username: str, password: str) -> None:
    """Raises InputError for a password that is too short, too long, or known to everybody."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise InputError(f"密码应有{SHORTEST}到{LONGEST}个字符。")
    if not password.isprintable():
        raise InputError("密码里有不能输入的字符。")
    if password in (DEMO_PASSWORD, username):
        raise InputError("演示密码和用户名不能用作密码。")


def _username(draft: AccountDraft, places: Places) -> str:
    del places
    fits = _USERNAME.fullmatch(draft.username)
    return "" if fits else "用户名应为2到32个小写字母、数字、点、横线，以字母开头"


def _name(draft: AccountDraft, places: Places) -> str:
    del places
    return "" if 1 <= len(draft.name) <= _NAME else f"姓名应有1到{_NAME}个字"


def _role(draft: AccountDraft, places: Places) -> str:
    del places
    return "" if draft.role in tuple(Role) else f"角色只能是{_ROLES}"


def _extension(draft: AccountDraft, places: Places) -> str:
    if draft.role == Role.HANDLER and draft.extension:
        return "单位经办人没有分机"
    if draft.role == Role.AGENT and not draft.extension:
        return "话务员必须有分机"
    if draft.extension and draft.extension not in places.extensions:
        return f"没有这个分机，可用的是{min(places.extensions)}到{max(places.extensions)}（HOTLINE_DESKS）"
    return ""


def _department(draft: AccountDraft, places: Places) -> str:
    if draft.role != Role.HANDLER:
        return "只有单位经办人（handler）才写单位" if draft.department else ""
    if not draft.department:
        return "单位经办人必须写明单位的编号"
    return "" if draft.department in places.departments else "没有这个单位，编号见知识库的部门"


def _phone(draft: AccountDraft, places: Places) -> str:
    del places
    fits = not draft.phone or _MOBILE.fullmatch(normalise_number(draft.phone))
    return "" if fits else "手机号应为11位，短信发不到别的号码"


_RULES: dict[str, Callable[[AccountDraft, Places], str]] = {
    "username": _username,
    "name": _name,
    "role": _role,
    "extension": _extension,
    "department": _department,
    "phone": _phone,
}
