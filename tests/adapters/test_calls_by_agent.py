"""Whose a call is, when the desk at which it was answered is somebody else's by now."""

from __future__ import annotations

from typing import Any

from alembic import command
from sqlalchemy import column, insert, select, table, update

from hotline.calls.store import CallStore
from hotline.events import CallAnswered, CallArrived, CallReleased
from hotline.storage.engine import make_engine, open_database, parse_url
from hotline.storage.migrate import alembic_config, migrate
from hotline.storage.tables import AgentRingRow, CallRow, UserRow
from tests.adapters.storage import START, Place, fresh_database, fresh_url

USERS = [
    {
        "username": name,
        "name": name,
        "role": "agent",
        "extension": desk,
        "password_hash": "",
        "active": desk is not None,
    }
    for name, desk in (("left", None), ("new", "1003"), ("stayed", "1004"))
]


_OLD_CALLS = table("calls", *(column(one.name, one.type) for one in CallRow.__table__.columns if one.name != "agent"))
"""As the table was."""


def row(name: str, desk: str, **more: Any) -> dict[str, Any]:
    """An answered call, before anybody wrote down who answered."""
    call = {"id": name, "number": "", "dialled": "12345", "arrived": START, "answered": START, "extension": desk}
    return (
        call | {"waited": 0, "talked": 9, "outcome": "answered", "direction": "in", "ticket": "", "request": 0} | more
    )


async def test_a_call_stays_with_who_answered_it_when_the_desk_is_given_to_another(place: Place) -> None:
    """What is told of it again changes nothing; passed on to another desk it is theirs."""
    async with fresh_database(place) as database:
        calls = CallStore(database)
        async with database.transaction() as session:
            await session.execute(insert(UserRow), USERS)
        answered = CallAnswered(at=START, call_id="1.1", extension="1003", waited=4)
        await calls.hear(CallArrived(at=START, call_id="1.1", number="", dialled="12345", channel="x"), answered)
        async with database.transaction() as session:
            await session.execute(update(UserRow).where(UserRow.username == "new").values(extension=None))
            await session.execute(
                update(UserRow).where(UserRow.username == "left").values(extension="1003", active=True)
            )
        await calls.hear(answered, CallReleased(at=START, call_id="1.1", extension="1003", talked=20))
        kept = await calls.call("1.1")
        assert kept is not None
        assert (kept.agent, kept.talked) == ("new", 20)
        await calls.hear(CallReleased(at=START.replace(hour=23), call_id="1.1", extension="1004", talked=5))
        kept = await calls.call("1.1")
        assert kept is not None
        assert kept.agent == "stayed"


async def test_calls_of_before_are_given_to_who_was_rung_or_to_the_only_owner_of_the_desk(place: Place) -> None:
    """And to nobody where the desk had another owner and no ring says who it was."""
    async with fresh_url(place) as url:
        await migrate(url)
        engine = make_engine(parse_url(url), write=True)
        ring = {"call_id": "rung", "extension": "1003", "rung": START, "answered": START, "over": START}
        async with engine.begin() as connection:
            await connection.run_sync(lambda link: command.downgrade(alembic_config(link), "0025"))
            await connection.execute(insert(UserRow), USERS)
            await connection.execute(
                insert(AgentRingRow), [ring | {"username": "left", "outcome": "answered", "talked": 9}]
            )
            for call in (
                row("rung", "1003"),
                row("unknown", "1003"),
                row("only", "1004"),
                row("menu", "", answered=None),
            ):
                await connection.execute(_OLD_CALLS.insert().values(call))
        await engine.dispose()
        await migrate(url)
        database = open_database(url)
        try:
            async with database.reading() as session:
                rows = await session.execute(select(CallRow.id, CallRow.agent).order_by(CallRow.id))
                found = [tuple(one) for one in rows]
            assert found == [("menu", ""), ("only", "stayed"), ("rung", "left"), ("unknown", "")]
        finally:
            await database.close()
