"""What health says of each part of the hotline: whether it works, and if not, why, in a sentence for its keeper."""

from __future__ import annotations

import asyncio

from hotline.agents.skill_renewal import SkillRenewal
from hotline.answering.menus import Menus
from hotline.errors import StorageError
from hotline.redis_bus import RedisBus
from hotline.settings import Settings
from hotline.speech.speaker import Speaker
from hotline.storage.engine import Database
from hotline.tickets.routing.service import Routing
from hotline.web.services import Part


async def database_part(database: Database) -> Part:
    """Whether the database answers."""
    try:
        await database.check()
    except StorageError as fault:
        return Part(ok=False, why=fault.message)
    return Part(ok=True)


async def gateway_part(settings: Settings) -> Part:
    """Whether the SIP gateway's port is open."""
    try:
        _, writer = await asyncio.open_connection(settings.local_host, settings.gateway_port)
    except OSError:
        return Part(ok=False, why=f"The SIP gateway does not answer on port {settings.gateway_port}.")
    writer.close()
    return Part(ok=True)


async def redis_part(bus: RedisBus) -> Part:
    """Whether Redis carries our events."""
    return Part(ok=not bus.trouble, why=bus.trouble)


async def voice_part(speaker: Speaker) -> Part:
    """Whether prompts can be spoken."""
    return Part(ok=not speaker.trouble, why=speaker.trouble, note=speaker.note)


async def menus_part(menus: Menus) -> Part:
    """Whether the scripts in force are those of the folder."""
    return Part(ok=not menus.trouble, why=menus.trouble)


async def skills_part(renewal: SkillRenewal) -> Part:
    """Whether the skills in force are those of the city pack."""
    return Part(ok=not renewal.trouble, why=renewal.trouble)


async def pages_part(settings: Settings) -> Part:
    """Whether the consoles are built."""
    built = (settings.ui_dir / "index.html").is_file()
    return Part(ok=built, why="" if built else "The web consoles are not built: run `hotline setup`.")


async def routing_part(routing: Routing) -> Part:
    """Whether the classifier speaks; without it suggestions come from the directory and the duties."""
    return Part(ok=True, note=routing.note)
