"""Forms put, replaced, withdrawn and found; the city pack's own read in. A file is on disk before a row tells of it.

Rule: one transaction ends the old version and publishes the new; at no moment is a form out twice, or gone between.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.errors import ConflictError, InputError, NotFoundError, StorageError
from hotline.kb.faults import Faults
from hotline.kb.forms import store
from hotline.kb.forms.folder import PackForm, read_forms
from hotline.kb.forms.model import LARGEST, LONGEST_NAME, MOST_FORMS, TYPES, Form, FormState, forms_of, key_of, type_of
from hotline.kb.forms.plan import FormPlan, planned
from hotline.storage.contents import fault_of
from hotline.storage.engine import Database
from hotline.storage.file_names import clean_name, stem_of
from hotline.storage.files import Files
from hotline.storage.tables import KbFormRow

PACK = "城市资料包"
_GONE = "这份表格没有了。"
_CHANGED = "这份表格刚刚被别人改过，请刷新后再试。"


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


class Forms:
    """The city's forms. Every method raises StorageError where the database or the disk does not answer."""

    def __init__(self, database: Database, folder: Path, now: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._files = Files(folder)
        self._now = now

    # Looking

    async def published(self) -> tuple[Form, ...]:
        """What citizens may get, by name."""
        async with self._database.reading() as session:
            return tuple(await store.published(session))

    async def latest(self) -> tuple[Form, ...]:
        """The newest version of every form, by name: published, or withdrawn."""
        async with self._database.reading() as session:
            return tuple(store.form_of(row) for row in (await store.latest(session)).values())

    async def meant(self, entries: Sequence[str]) -> Mapping[str, Form]:
        """Which published form each entry of a procedure means, by the entry."""
        return forms_of(entries, await self.published()) if entries else {}

    async def version(self, form_id: int) -> Form:
        """One version, whatever its state. Raises NotFoundError."""
        async with self._database.reading() as session:
            row = await store.row_of(session, form_id)
            if row is None:
                raise NotFoundError(_GONE)
            return store.form_of(row)

    async def out(self, code: str) -> Form:
        """The published version behind an address. Raises NotFoundError, also where it was withdrawn."""
        async with self._database.reading() as session:
            form = await store.out_by_code(session, code)
        if form is None:
            raise NotFoundError(_GONE)
        return form

    async def file(self, form: Form) -> Path:
        """The file of a version, to be read only. Raises StorageError where it is not on this machine's disk."""
        if not await asyncio.to_thread(self._files.has, form.sha256, form.size):
            raise StorageError("表格的文件不在了，请重新上传。")
        return self._files.path(form.sha256)

    # Changing

    async def put(self, file: str, content: bytes, *, actor: str, replaces: int | None = None) -> Form:
        """Publish a file in the place of the form of its name, or as a new one; the same file again changes nothing.

        replaces: the version that it replaces whatever the file's own name; the form keeps its name.
        Raises InputError with what is wrong, ConflictError where that version is no longer out, NotFoundError.
        """
        name = clean_name(file, LONGEST_NAME)
        if replaces is not None:
            name = f"{stem_of((await self.version(replaces)).file)}.{type_of(name)}"
        await self._check(name, file, content)
        sha256 = await asyncio.to_thread(self._files.keep, content)
        async with self._changing() as session:
            known = await store.latest(session)
            last = known.get(key_of(stem_of(name)))
            if replaces is not None and (last is None or last.id != replaces or not _is_out(last)):
                raise ConflictError(_CHANGED)
            if last is not None and _is_out(last) and (last.sha256, last.file) == (sha256, name):
                return store.form_of(last)
            if (last is None or not _is_out(last)) and sum(map(_is_out, known.values())) >= MOST_FORMS:
                raise InputError(f"表格最多{MOST_FORMS}份，请先撤下不用的。")
            return await self._publish(session, known, name, sha256, len(content), actor=actor)

    async def _check(self, name: str, file: str, content: bytes) -> None:
        fields = {} if name else {"name": "文件名不能用，请换一个名字"}
        told = name or f"_.{type_of(file)}"
        what = await asyncio.to_thread(fault_of, told, content, kinds=TYPES, largest=LARGEST)
        if what:
            fields["file"] = what
        if fields:
            raise InputError("表格没有保存：" + "；".join(fields.values()) + "。", fields=fields)

    async def withdraw(self, form_id: int, *, actor: str) -> Form:
        """Give a form out no longer. Raises NotFoundError, ConflictError where this version is not out."""
        async with self._database.transaction() as session:
            row = await store.row_of(session, form_id)
            if row is None:
                raise NotFoundError(_GONE)
            if not _is_out(row):
                raise ConflictError("这份表格已经换了新的或者撤下了，请刷新。")
            store.end(row, FormState.WITHDRAWN, actor=actor, at=self._now())
            return store.form_of(row)

    async def _publish(
        self,
        session: AsyncSession,
        known: dict[str, KbFormRow],
        file: str,
        sha256: str,
        size: int,
        *,
        actor: str,
        pack_sum: str | None = None,
    ) -> Form:
        key, now = key_of(stem_of(file)), self._now()
        last = known.get(key)
        if last is not None and _is_out(last):
            store.end(last, FormState.REPLACED, actor=actor, at=now)
            await session.flush()  # the index allows one that is out
        row = KbFormRow(
            code=last.code if last is not None else store.new_code(one.code for one in known.values()),
            name=key,
            file=file,
            sha256=sha256,
            size=size,
            type=type_of(file),
            state=str(FormState.PUBLISHED),
            uploaded_by=actor,
            at=now,
            ended_by="",
            pack_sum=pack_sum if pack_sum is not None else (last.pack_sum if last is not None else ""),
        )
        session.add(row)
        await session.flush()
        known[key] = row
        return store.form_of(row)

    # Folders in

    async def sync_pack(self, kb_dir: Path) -> None:
        """Publish the pack's forms that are new or changed since it was last read, withdraw those it no longer has.

        What editors uploaded or withdrew here stays, unless the pack's own file changed too. Raises CityPackError.
        """
        faults = Faults()
        found = await asyncio.to_thread(read_forms, kb_dir, faults)
        faults.raise_all()
        async with self._database.reading() as session:
            told = {key: (row.pack_sum, row.sha256) for key, row in (await store.latest(session)).items()}
        by_key = {form.key: form for form in found}
        news = [form for form in found if told.get(form.key, ("", ""))[0] != form.sha256]
        gone = [key for key, (pack_sum, _) in told.items() if pack_sum and key not in by_key]
        used = [form for form in found if told.get(form.key, ("", ""))[1] == form.sha256]
        await self._keep((*news, *used))  # also a file that the disk lost
        if not news and not gone:
            return
        with contextlib.suppress(ConflictError):  # another process read the same pack at the same moment
            async with self._changing() as session:
                known = await store.latest(session)
                for form in news:
                    await self._take(session, known, form, actor=PACK, pack_sum=form.sha256)
                self._end(known, gone, actor=PACK)

    async def plan(self, found: Iterable[PackForm], *, replace: bool = False) -> FormPlan:
        """What importing a folder's forms would do. replace: what is not among them is withdrawn."""
        return planned(list(found), await self.published(), replace=replace)

    async def keep(self, plan: FormPlan) -> None:
        """Put the planned files on the disk, where until carry_out() nobody is given them."""
        await self._keep((*plan.added, *plan.changed))

    async def carry_out(self, plan: FormPlan, *, actor: str) -> None:
        """Do what was planned, all or nothing. Raises ConflictError where somebody published at the same moment."""
        changing = (*plan.added, *plan.changed)
        await self.keep(plan)
        async with self._changing() as session:
            known = await store.latest(session)
            for form in changing:
                await self._take(session, known, form, actor=actor)
            self._end(known, [key_of(form.name) for form in plan.withdrawn], actor=actor)

    @contextlib.asynccontextmanager
    async def _changing(self) -> AsyncIterator[AsyncSession]:
        """A transaction; ConflictError where another one published the same form first."""
        try:
            async with self._database.transaction() as session:
                yield session
        except IntegrityError as fault:
            raise ConflictError(_CHANGED) from fault

    async def _keep(self, found: Iterable[PackForm]) -> None:
        for form in found:
            if await asyncio.to_thread(self._files.has, form.sha256, form.size):
                continue
            content = await asyncio.to_thread(form.path.read_bytes)
            if await asyncio.to_thread(self._files.keep, content) != form.sha256:
                raise ConflictError(f"{form.file}刚刚被改过，请再试一次。")

    async def _take(
        self,
        session: AsyncSession,
        known: dict[str, KbFormRow],
        form: PackForm,
        *,
        actor: str,
        pack_sum: str | None = None,
    ) -> None:
        last = known.get(form.key)
        if last is not None and _is_out(last) and (last.sha256, last.file) == (form.sha256, form.file):
            last.pack_sum = last.pack_sum if pack_sum is None else pack_sum
            return
        await self._publish(session, known, form.file, form.sha256, form.size, actor=actor, pack_sum=pack_sum)

    def _end(self, known: Mapping[str, KbFormRow], keys: Iterable[str], *, actor: str) -> None:
        for key in keys:
            row = known[key]
            row.pack_sum = ""
            if _is_out(row):
                store.end(row, FormState.WITHDRAWN, actor=actor, at=self._now())


def _is_out(row: KbFormRow) -> bool:
    return row.state == FormState.PUBLISHED
