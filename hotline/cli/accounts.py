"""`hotline accounts`: who may sign in: listed, made, changed and ended by whoever runs the hotline.

Rule: a password is asked for, or read from the first line of what is piped in; it is never an argument, for those are
seen by everybody on the machine and stay in the shell's history.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from hotline.accounts.draft import AccountDraft, Change, Places
from hotline.accounts.model import Person, Role
from hotline.accounts.register import Register
from hotline.cli.knowledge import open_knowledge
from hotline.errors import InputError
from hotline.kb.city import City
from hotline.settings import FIRST_DESK, Settings, read_settings
from hotline.storage.engine import open_database

app = typer.Typer(help="Who may sign in, and as what.", no_args_is_help=True)
ROLES = {
    Role.AGENT: "话务员",
    Role.SUPERVISOR: "班长",
    Role.HANDLER: "单位经办人",
    Role.ADMIN: "管理员",
}
Username = Annotated[str, typer.Argument(help="The name to sign in with.")]
Extension = Annotated[str | None, typer.Option(help=f"The phone at the desk: {FIRST_DESK} and on, as HOTLINE_DESKS.")]
Department = Annotated[str | None, typer.Option(help="A handler's department: its code or its name.")]
Phone = Annotated[str | None, typer.Option(help="A mobile for notices; left out, they are shown on screen only.")]


@app.command("list")
def list_command() -> None:
    """Everybody who has or had an account; mobiles are masked."""
    asyncio.run(_list(read_settings()))


async def _list(settings: Settings) -> None:
    table = Table("用户名", "姓名", "角色", "分机", "单位", "手机", "状态")
    async with _opened(settings) as (register, city):
        for one in await register.everybody():
            office = city.department(one.department)
            department = f"{one.department} {office.name if office else '（已撤下）'}" if one.department else ""
            state = "可以登录" if one.active else "已停用"
            table.add_row(one.username, one.name, ROLES[one.role], one.extension, department, _masked(one.phone), state)
    Console().print(table)


@app.command()
def add(
    username: Username,
    *,
    name: Annotated[str, typer.Option(help="The person's name.")],
    role: Annotated[Role, typer.Option(help="What the person may do.")],
    extension: Extension = None,
    department: Department = None,
    phone: Phone = None,
) -> None:
    """Make an account; the password is asked for, or read from standard input."""
    draft = AccountDraft(
        username=username,
        name=name,
        role=role,
        extension=extension or "",
        department=department or "",
        phone=phone or "",
    )
    asyncio.run(_add(read_settings(), draft))


async def _add(settings: Settings, draft: AccountDraft) -> None:
    async with _opened(settings) as (register, city):
        draft = replace(draft, department=_code(city, draft.department) or "")
        person = await register.add(draft, await asyncio.to_thread(_password))
    typer.echo(f"已建立：{_told(person)}。{_after(person)}")


@app.command()
def change(
    username: Username,
    *,
    name: Annotated[str | None, typer.Option(help="The person's name.")] = None,
    role: Annotated[Role | None, typer.Option(help="What the person may do.")] = None,
    extension: Extension = None,
    department: Department = None,
    phone: Phone = None,
    enable: Annotated[bool, typer.Option("--enable", help="Let in again who was disabled.")] = False,
) -> None:
    """Change an account; what is left out stays, "" empties an extension or a mobile."""
    wanted = Change(
        name=name, role=role, extension=extension, department=department, phone=phone, active=True if enable else None
    )
    asyncio.run(_change(read_settings(), username, wanted))


async def _change(settings: Settings, username: str, wanted: Change) -> None:
    async with _opened(settings) as (register, city):
        person = await register.change(username, replace(wanted, department=_code(city, wanted.department)))
    typer.echo(f"已修改：{_told(person)}。{_after(person)}")


@app.command()
def disable(username: Username) -> None:
    """End an account: signed out at once, let in no more, its extension free. What it did keeps its name."""
    asyncio.run(_disable(read_settings(), username))


async def _disable(settings: Settings, username: str) -> None:
    async with _opened(settings) as (register, _):
        person = await register.disable(username)
    typer.echo(f"已停用：{_told(person)}。")


@app.command()
def password(username: Username) -> None:
    """Give an account another password, asked for or read from standard input; who is signed in is signed out."""
    asyncio.run(_set_password(read_settings(), username))


async def _set_password(settings: Settings, username: str) -> None:
    async with _opened(settings) as (register, _):
        await register.set_password(username, await asyncio.to_thread(_password))
    typer.echo(f"{username}的密码已经换了。")


def _password() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("密码", hide_input=True, confirmation_prompt="再输一次"))
    return sys.stdin.readline().rstrip("\r\n")


def _code(city: City, told: str | None) -> str | None:
    """A department's code, whether its code or its name was told. Raises InputError for one that is not there."""
    if not told:
        return told
    for one in city.departments:
        if told in (one.code, one.name):
            return one.code
    raise InputError(f"没有“{told}”这个单位，编号和名称见知识库的部门。")


def _told(person: Person) -> str:
    places = [f"分机{person.extension}" if person.extension else "", person.department and f"单位{person.department}"]
    return "，".join([f"{person.username} {person.name}", ROLES[person.role], *filter(None, places)])


def _after(person: Person) -> str:
    return "本人登录后，这部分机出现在看板上，不用重新启动热线。" if person.extension else ""


def _masked(phone: str) -> str:
    return f"{phone[:3]}****{phone[-4:]}" if phone else ""


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[tuple[Register, City]]:
    """The register, and the city whose departments it knows."""
    async with open_knowledge(settings) as knowledge:
        city = await knowledge.city()
    database = open_database(settings.database)
    try:
        yield Register(database, Places(departments=city.department_codes, extensions=settings.seats)), city
    finally:
        await database.close()
