"""The lines of the skills in Asterisk's own files, made anew while it runs.

Rule: only skills.conf is written here, whole; Asterisk then reads the parameters of its queues again, which touches no
caller and no member of a line that stays.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from hotline.agents.skills import SkillBook
from hotline.errors import TelephonyError
from hotline.telephony.ami_link import AmiLink
from hotline.telephony.provisioning import skill_lines, write_whole

FILE = "skills.conf"


class SkillLineFile:
    """folder: of Asterisk's configuration."""

    def __init__(self, folder: Path, link: AmiLink) -> None:
        self._path, self._link = folder / FILE, link

    async def make(self, book: SkillBook) -> None:
        """Asterisk has exactly these lines. Raises TelephonyError, AsteriskAwayError where it is not there."""
        try:
            await asyncio.to_thread(write_whole, self._path, skill_lines(book) + "\n")
        except OSError as fault:
            raise TelephonyError(f"{self._path.name}写不进去：{fault.strerror}。") from fault
        await self._link.action("QueueReload", Parameters="yes")
