"""Bring a database to the newest tables: at set-up and at every start. Quick where nothing is to be done.

Rule: all in one transaction that holds the database's write lock, so that two starts at once do not disturb each other.
"""

from __future__ import annotations

import asyncio
import logging
import os
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from hotline.errors import SetupError
from hotline.storage.engine import make_engine, parse_url, sqlite_file

MIGRATIONS = Path(__file__).resolve().parent / "migrations"
_LOCK = 12345  # any number, the same in every process
_ONE_AT_A_TIME = asyncio.Lock()  # Alembic keeps its context in a global of the process


async def migrate(url: str) -> None:
    """Make or bring up to date the tables of this database.

    Raises SetupError: for a URL that is none of ours, a file that cannot be written, a server that refuses.
    """
    parsed = parse_url(url)
    file = sqlite_file(parsed)
    if file is not None:
        _make_file(file)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    engine = make_engine(parsed, write=True)
    try:
        async with _ONE_AT_A_TIME, engine.begin() as connection:
            if file is None:
                await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            await connection.run_sync(_upgrade)
    except (SQLAlchemyError, OSError) as fault:
        raise SetupError(f"The database {_shown(parsed)} cannot be used: {_reason(fault)}") from fault
    finally:
        await engine.dispose()


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, without a file of it."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection) -> None:
    config = alembic_config(connection)
    newest = ScriptDirectory.from_config(config).get_current_head()
    if MigrationContext.configure(connection).get_current_revision() != newest:
        command.upgrade(config, "head")


def _make_file(file: Path) -> None:
    """Only its owner may read it: it holds what citizens said."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as fault:
        raise SetupError(f"The database {file} cannot be written: {fault.strerror}") from fault


def _shown(url: URL) -> str:
    return url.render_as_string(hide_password=True)


def _reason(fault: BaseException) -> str:
    return str(getattr(fault, "orig", None) or fault)
