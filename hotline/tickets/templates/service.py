"""The texts that supervisors choose from: read from the city pack, changed on the screen, never deleted.

Rule: every change is a version with its author, so that nobody wonders later who wrote what a department was sent.
What was changed here stays, unless the pack's own text changed too.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import structlog
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.errors import ConflictError, HotlineError, InputError, NotFoundError
from hotline.storage.engine import Database
from hotline.storage.tables import TextTemplateRow
from hotline.tickets.templates.model import CARDS, KeptTemplate, Template, TemplateState, Use, faults_of
from hotline.tickets.templates.pack import MOST, load_templates

PACK = "城市资料包"
EVERY = 5.0  # seconds between two looks for what another process changed
log = structlog.get_logger(__name__)


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


class Templates:
    """What may be chosen. Every method raises StorageError where the database does not answer."""

    def __init__(self, database: Database, now: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._now = now
        self._cards: Mapping[str, str] = {}

    @property
    def cards(self) -> Mapping[str, str]:
        """What departments read on a card, by the word of its colour: of several in force the first by code."""
        return self._cards

    async def sync_pack(self, kb_dir: Path) -> int:
        """Take what the pack says otherwise than when it was last read; how many. Raises CityPackError."""
        written = await asyncio.to_thread(load_templates, kb_dir)
        changed = 0
        async with self._database.transaction() as session:
            known = await _latest(session)
            for one in written:
                before, told = known.get(one.code), _sum(one)
                if before is not None and _same(before, one):
                    before.pack_sum = told
                elif before is None or before.pack_sum != told:
                    _put(session, one, before, by=PACK, at=self._now(), pack_sum=told)
                    changed += 1
        await self.renew()
        return changed

    async def news_in(self, written: tuple[Template, ...]) -> tuple[Template, ...]:
        """Those that say something else than what is in force."""
        async with self._database.reading() as session:
            known = await _latest(session)
        return tuple(one for one in written if (row := known.get(one.code)) is None or not _same(row, one))

    async def left_by(self, written: tuple[Template, ...]) -> tuple[Template, ...]:
        """Those in force that are not among these."""
        codes = {one.code for one in written}
        kept = await self.listed()
        return tuple(
            one.template for one in kept if one.state is TemplateState.CURRENT and one.template.code not in codes
        )

    async def take(self, written: tuple[Template, ...], gone: tuple[Template, ...] = (), *, by: str) -> None:
        """These are in force from now on, and those gone no more, as if each were done on the screen."""
        ended = {one.code: TemplateState.WITHDRAWN for one in gone}
        async with self._database.transaction() as session:
            known = await _latest(session)
            for one in (*written, *gone):
                state = ended.get(one.code, TemplateState.CURRENT)
                _put(session, one, known.get(one.code), by=by, at=self._now(), state=state)

    async def renew(self) -> None:
        """Take what the cards say now."""
        found = await self.listed()
        cards: dict[str, str] = {}
        for kept in found:
            if kept.template.use in CARDS and kept.state is TemplateState.CURRENT:
                cards.setdefault(str(kept.template.use), kept.template.text)
        self._cards = cards

    async def keep(self) -> None:
        """Follow what is changed elsewhere until cancelled. The owner of the process owns this task."""
        while True:
            await asyncio.sleep(EVERY)
            try:
                await self.renew()
            except HotlineError as fault:  # the old texts serve on
                log.warning("templates_not_read", why=fault.message)

    async def listed(self, use: Use | None = None) -> tuple[KeptTemplate, ...]:
        """The newest version of each, those in force first, by use and code."""
        async with self._database.reading() as session:
            found = [_kept(row) for row in (await _latest(session)).values()]
        order = list(Use)
        found = [one for one in found if use is None or one.template.use is use]
        return tuple(
            sorted(
                found,
                key=lambda one: (
                    one.state is TemplateState.WITHDRAWN,
                    order.index(one.template.use),
                    one.template.code,
                ),
            )
        )

    async def versions(self, code: str) -> tuple[KeptTemplate, ...]:
        """Every version of a text, the newest first. Raises NotFoundError."""
        row = TextTemplateRow
        asked = select(row).where(row.code == code).order_by(row.version.desc())
        async with self._database.reading() as session:
            found = tuple(map(_kept, await session.scalars(asked)))
        if not found:
            raise NotFoundError("没有这个模板。")
        return found

    async def write(self, template: Template, *, by: str, version: int = 0) -> KeptTemplate:
        """A new text (version 0), or a new version of one that stood at this version.

        Raises InputError with every faulty field in details["fields"], ConflictError where somebody else was first,
        NotFoundError.
        """
        faults = faults_of(template)
        if faults:
            raise InputError("模板没有保存，请按提示修改。", fields=faults)
        async with self._database.transaction() as session:
            before = await _checked(session, template.code, version)
            known = await session.scalar(select(func.count(TextTemplateRow.code.distinct()))) or 0
            if before is None and known >= MOST:
                raise InputError(f"模板最多{MOST}条，请先停用不用的。", fields={"code": f"最多{MOST}条"})
            kept = _kept(_put(session, template, before, by=by, at=self._now()))
        await self.renew()
        return kept

    async def withdraw(self, code: str, *, by: str, version: int) -> KeptTemplate:
        """Nobody may choose it any more. Raises NotFoundError, ConflictError."""
        async with self._database.transaction() as session:
            before = await _checked(session, code, version)
            if before is None:
                raise NotFoundError("没有这个模板。")
            state = TemplateState.WITHDRAWN
            kept = _kept(_put(session, _kept(before).template, before, by=by, at=self._now(), state=state))
        await self.renew()
        return kept


async def _latest(session: AsyncSession) -> dict[str, TextTemplateRow]:
    newest = TextTemplateRow.state != str(TemplateState.REPLACED)
    rows = await session.scalars(select(TextTemplateRow).where(newest).order_by(TextTemplateRow.code))
    return {row.code: row for row in rows}


async def _checked(session: AsyncSession, code: str, version: int) -> TextTemplateRow | None:
    row = TextTemplateRow
    newest = select(row).where(row.code == code, row.state != str(TemplateState.REPLACED)).with_for_update()
    before = await session.scalar(newest)
    if version and before is None:
        raise NotFoundError("没有这个模板。")
    if before is not None and before.version != version:
        told = "这个编号已经有模板了，请换一个" if not version else "模板刚刚被别人改过，请看过新的文字再保存"
        raise ConflictError(f"{told}。", version=before.version)
    return before


def _put(
    session: AsyncSession,
    template: Template,
    before: TextTemplateRow | None,
    *,
    by: str,
    at: datetime,
    state: TemplateState = TemplateState.CURRENT,
    pack_sum: str | None = None,
) -> TextTemplateRow:
    """A new version in the place of the one before. pack_sum: None keeps what was known."""
    if before is not None:
        before.state = str(TemplateState.REPLACED)
    known = before.pack_sum if before is not None else ""
    row = TextTemplateRow(
        code=template.code,
        version=before.version + 1 if before is not None else 1,
        state=str(state),
        use=str(template.use),
        title=template.title,
        text=template.text,
        by=by,
        at=at,
        pack_sum=known if pack_sum is None else pack_sum,
    )
    session.add(row)
    return row


def _kept(row: TextTemplateRow) -> KeptTemplate:
    template = Template(code=row.code, use=Use(row.use), title=row.title, text=row.text)
    return KeptTemplate(
        template=template,
        version=row.version,
        state=TemplateState(row.state),
        by=row.by,
        at=row.at,
        pack_sum=row.pack_sum,
    )


def _same(row: TextTemplateRow, template: Template) -> bool:
    return row.state == TemplateState.CURRENT and _kept(row).template == template


def _sum(template: Template) -> str:
    told = "\n".join((template.code, str(template.use), template.title, template.text))
    return hashlib.sha256(told.encode()).hexdigest()
