"""Files put to tickets: kept outside the database, told in the ticket's history, checked before anything is written.

Rule: the bytes are on the disk before the row is written, and the row comes with the history's row or not at all; bytes
without a row are nobody's and harm nobody.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.errors import InputError, NotFoundError, StorageError
from hotline.storage.contents import fault_of, kind_of
from hotline.storage.engine import Database
from hotline.storage.file_names import clean_name
from hotline.storage.files import Files, sum_of
from hotline.storage.tables import TicketFileRow
from hotline.tickets.life.step import Asked
from hotline.tickets.moves import Action, refusal
from hotline.tickets.parties import User, parties_of, this_round
from hotline.tickets.service import TicketService

KINDS = ("jpg", "png", "pdf", "docx", "xlsx", "mp3", "wav", "mp4", "txt")
LARGEST = 20 * 2**20  # bytes
MOST = 20  # files of a ticket
LONGEST_NAME = 80  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketFile:
    """A file of a ticket. name: as people see it; type: its extension; size: bytes; department: "" is the hotline."""

    id: int
    ticket_number: str
    name: str
    type: str
    size: int
    sha256: str
    department: str
    by: str
    at: datetime


class TicketFiles:
    """Files of tickets. Every method raises StorageError where the database or the disk does not answer."""

    def __init__(self, database: Database, tickets: TicketService, folder: Path) -> None:
        self._database = database
        self._tickets = tickets
        self._files = Files(folder)

    async def attach(self, number: str, *, name: str, content: bytes, user: User, key: str) -> TicketFile:
        """Put a file to a ticket, once under a key.

        Raises InputError for a file that cannot be taken or one too many; as TicketService.move.
        """
        shown = clean_name(name, LONGEST_NAME)
        fault = await asyncio.to_thread(fault_of, shown, content, kinds=KINDS, largest=LARGEST)
        if fault:
            raise InputError(f"“{shown or '文件'}”：{fault}。", fields={"file": fault})
        case = await self._tickets.whole(number)
        ticket = case.ticket
        sha256 = await asyncio.to_thread(sum_of, content)
        row = {
            "ticket_number": ticket.number,
            "name": shown,
            "type": kind_of(shown),
            "size": len(content),
            "sha256": sha256,
            "department": user.department,
            "by": user.username,
        }

        async def beside(session: AsyncSession) -> None:
            held = select(func.count()).where(TicketFileRow.ticket_number == ticket.number)
            if (await session.scalar(held) or 0) >= MOST:
                raise InputError(f"一张工单最多{MOST}个附件。", fields={"file": f"最多{MOST}个附件"})
            await session.execute(insert(TicketFileRow), row | {"at": self._tickets.world().now})

        if refusal(Action.ATTACH, ticket.state, parties_of(user, this_round(case), self._tickets.world().city)) is None:
            await asyncio.to_thread(self._files.keep, content)  # else the move refuses, and nothing fills the disk
        # the sum stands in the act, so that another file under the same key is another act
        asked = Asked(action=Action.ATTACH, version=ticket.version, note=shown, body=sha256)
        await self._tickets.move(number, asked, user=user, key=key, beside=beside)
        return await self._newest(ticket.number, sha256, shown)

    async def get(self, number: str, file: int) -> TicketFile:
        """A file of this ticket. Raises NotFoundError."""
        async with self._database.reading() as session:
            row = await session.get(TicketFileRow, file)
        if row is None or row.ticket_number != number:
            raise NotFoundError("没有这个附件。")
        return file_of(row)

    async def path(self, file: TicketFile) -> Path:
        """Where its bytes are. Raises StorageError where they are not, whole."""
        if not await asyncio.to_thread(self._files.has, file.sha256, file.size):
            raise StorageError("附件的内容不在了，请联系管理员。")
        return self._files.path(file.sha256)

    async def _newest(self, number: str, sha256: str, name: str) -> TicketFile:
        row = TicketFileRow
        asked = select(row).where(row.ticket_number == number, row.sha256 == sha256, row.name == name)
        async with self._database.reading() as session:
            found = await session.scalar(asked.order_by(row.id.desc()).limit(1))
        if found is None:
            raise NotFoundError("没有这个附件。")
        return file_of(found)


async def files_of(session: AsyncSession, number: str) -> tuple[TicketFile, ...]:
    """All files of a ticket, the oldest first."""
    asked = select(TicketFileRow).where(TicketFileRow.ticket_number == number).order_by(TicketFileRow.id)
    return tuple(map(file_of, await session.scalars(asked)))


def file_of(row: TicketFileRow) -> TicketFile:
    """The value of a row."""
    return TicketFile(
        id=row.id,
        ticket_number=row.ticket_number,
        name=row.name,
        type=row.type,
        size=row.size,
        sha256=row.sha256,
        department=row.department,
        by=row.by,
        at=row.at,
    )
