"""Accounts for the bench: agents with a telephone and a history to show on the card, and who watches the board."""

from __future__ import annotations

from hotline.accounts.model import DEMO_PASSWORD, Role
from hotline.accounts.passwords import Passwords
from hotline.settings import Settings
from hotline.storage.engine import open_database
from hotline.storage.insert import insert_missing
from hotline.storage.migrate import migrate
from hotline.storage.tables import UserRow
from tests.bench.consoles import Console
from tests.bench.phones import EXTENSIONS, MANY

EVERYBODY = tuple(f"bench{extension}" for extension in MANY)
USERNAMES = EVERYBODY[: len(EXTENSIONS)]
WATCHER = "benchboard"
NUMBERS = 20  # citizens who call again and again
_TICKETS_EACH = 3


async def add_accounts(settings: Settings) -> None:
    """Write them into the database before the hotline starts, which then makes no demo accounts."""
    await migrate(settings.database)
    database = open_database(settings.database)
    try:
        secret = await Passwords().hashed(DEMO_PASSWORD)
        agents = [(username, Role.AGENT, extension) for username, extension in zip(EVERYBODY, MANY, strict=True)]
        async with database.transaction() as session:
            for username, role, extension in (*agents, (WATCHER, Role.SUPERVISOR, None)):
                account = {"username": username, "name": username, "role": role.value, "extension": extension}
                await insert_missing(session, UserRow, account | {"password_hash": secret, "active": True})
    finally:
        await database.close()


async def write_history(console: Console) -> None:
    """Some tickets of each citizen who will call."""
    categories, departments = await console.get("/api/kb/categories"), await console.get("/api/kb/departments")
    category = categories["categories"][0]["children"][0]["code"]
    department = departments["departments"][0]["code"]
    for citizen in range(NUMBERS):
        for number in range(_TICKETS_EACH):
            draft = {
                "type": "complaint",
                "category": category,
                "department": department,
                "place": "桂江路18号",
                "content": "路灯不亮已经三天，晚上看不清路。",
                "citizen_number": f"139{citizen:08d}",
                "citizen_name": "王女士",
                "confidential": False,
                "call_id": "",
            }
            await console.post("/api/tickets", draft, **{"Idempotency-Key": f"bench-{citizen}-{number}-ticket"})
