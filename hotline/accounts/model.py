"""Who may sign in, and as what. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody may do."""

    AGENT = "agent"  # answers calls and writes tickets
    SUPERVISOR = "supervisor"  # sees and helps every agent
    HANDLER = "handler"  # works on the tickets of a department
    ADMIN = "admin"  # sets the hotline up


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who may sign in. extension: the phone at the desk, "" where there is none.

    department: the code of the one that a handler works for, "" for all others.
    """

    id: int
    username: str
    name: str
    role: Role
    extension: str
    department: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An account as those who keep the accounts see it. phone: a mobile for notices, "" for none."""

    username: str
    name: str
    role: Role
    extension: str = ""
    department: str = ""
    phone: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoAccount:
    """An account with which the hotline can be tried."""

    username: str
    name: str
    role: Role
    extension: str = ""
    department: str = ""


DEMO_PASSWORD = "hotline-demo"  # noqa: S105 printed at set-up, for trying only
DEMO_ACCOUNTS = (
    DemoAccount(username="agent1", name="林晓燕", role=Role.AGENT, extension="1001"),
    DemoAccount(username="agent2", name="周建国", role=Role.AGENT, extension="1002"),
    DemoAccount(username="agent3", name="陈思", role=Role.AGENT, extension="1003"),
    DemoAccount(username="agent4", name="何敏", role=Role.AGENT, extension="1004"),
    DemoAccount(username="supervisor1", name="吴志强", role=Role.SUPERVISOR, extension="1005"),
    # without a telephone: nobody's real number is to get a notice of a trial
    DemoAccount(username="handler1", name="邱雅宁", role=Role.HANDLER, department="02"),
    DemoAccount(username="handler2", name="韩立群", role=Role.HANDLER, department="01"),
    DemoAccount(username="handler3", name="尚冰", role=Role.HANDLER, department="17"),  # who has something to renew
    DemoAccount(username="admin1", name="唐颖", role=Role.ADMIN),
)
