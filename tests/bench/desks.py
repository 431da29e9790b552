"""Twenty agents for the bench, each with an account, a telephone and a history to show on the card."""

from __future__ import annotations

from hotline.accounts.model import DEMO_PASSWORD, Role
from hotline.accounts.passwords import Passwords
from hotline.settings import Settings
from hotline.storage.engine import open_database
from hotline.storage.insert import insert_missing
from hotline.storage.migrate import migrate
from hotline.storage.tables import UserRow
from tests.bench.consoles import Console
from tests.bench.phones import EXTENSIONS

USERNAMES = tuple(f"bench{extension}" for extension in EXTENSIONS)
NUMBERS = 20  # citizens who call again and again
_TICKETS_EACH = 3


async def add_agents(settings: Settings) -> None:
    """Write the accounts into the database, before the hotline starts: the product makes only its demo accounts."""
    await migrate(settings.database)
    database = open_database(settings.database)
    try:
        secret = await Passwords().hashed(DEMO_PASSWORD)
        async with database.transaction() as session:
            for extension, username in zip(EXTENSIONS, USERNAMES, strict=True):
                await insert_missing(
                    session,
                    UserRow,
                    {
                        "username": username,
                        "name": f"坐席{extension}",
                        "role": Role.AGENT.value,
                        "extension": extension,
                        "password_hash": secret,
                        "active": True,
                    },
                )
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
