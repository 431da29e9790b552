"""The forms in a real database and on a real disk: put, replaced, withdrawn, and the city pack's own read in."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from hotline.errors import CityPackError, ConflictError, InputError, NotFoundError, StorageError
from hotline.kb.faults import Faults
from hotline.kb.forms.folder import read_forms
from hotline.kb.forms.model import Form, FormState
from hotline.kb.forms.service import PACK, Forms
from tests.adapters.storage import START, Clock, fresh_database
from tests.fakes.forms import PDF, docx, form_folder


@dataclass
class Desk:
    """The forms, where their files are, the pack, and a clock."""

    forms: Forms
    folder: Path
    pack: Path
    clock: Clock

    async def files(self) -> list[str]:
        """What is published, by name."""
        return [form.file for form in await self.forms.published()]

    async def read(self, **files: bytes) -> None:
        """Put files into the pack's folder and read it."""
        form_folder(self.pack, **files)
        await self.forms.sync_pack(self.pack)

    async def content(self, form: Form) -> bytes:
        """A version's content."""
        return (await self.forms.file(form)).read_bytes()


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """Forms without any, and a pack without a folder of them."""
    clock = Clock()
    async with fresh_database(tmp_path) as database:
        folder, pack = tmp_path / "forms", tmp_path / "kb"
        pack.mkdir()
        yield Desk(Forms(database, folder, clock), folder, pack, clock)


async def test_a_form_is_published_with_an_address_that_stays(desk: Desk) -> None:
    """Another file in its place has the same address; what was in its place is kept."""
    first = await desk.forms.put("申请表.docx", docx(), actor="supervisor1")
    desk.clock.pass_by(days=1)
    second = await desk.forms.put("申请表.pdf", PDF, actor="admin1")
    assert (first.state, first.uploaded_by, first.at) == (FormState.PUBLISHED, "supervisor1", START)
    assert second.code == first.code
    assert len(first.code) == 10
    assert await desk.forms.out(first.code) == second
    assert await desk.content(second) == PDF
    old = await desk.forms.version(first.id)
    assert (old.state, old.ended_by, old.ended) == (FormState.REPLACED, "admin1", desk.clock())
    assert await desk.content(old) == docx()


async def test_the_same_file_again_changes_nothing(desk: Desk) -> None:
    """Nor is it a version."""
    first = await desk.forms.put("申请表.docx", docx(), actor="supervisor1")
    assert await desk.forms.put("申请表.docx", docx(), actor="admin1") == first
    assert len(await desk.forms.latest()) == 1


async def test_a_form_is_replaced_by_a_file_of_any_name(desk: Desk) -> None:
    """It keeps its name; a version that is out no longer cannot be replaced."""
    first = await desk.forms.put("申请表.docx", docx(), actor="a")
    second = await desk.forms.put("新建 文档(1).pdf", PDF, actor="a", replaces=first.id)
    assert (second.file, second.code) == ("申请表.pdf", first.code)
    with pytest.raises(ConflictError):
        await desk.forms.put("x.pdf", PDF, actor="a", replaces=first.id)
    with pytest.raises(NotFoundError):
        await desk.forms.put("x.pdf", PDF, actor="a", replaces=999)


async def test_what_is_wrong_with_a_file_is_told_at_once(desk: Desk) -> None:
    """Its name and its content; nothing is kept."""
    with pytest.raises(InputError) as fault:
        await desk.forms.put("../.exe", b"MZ", actor="a")
    fields = fault.value.details["fields"]
    assert isinstance(fields, dict)
    assert set(fields) == {"name", "file"}
    assert not desk.folder.exists()


async def test_a_withdrawn_form_is_out_no_longer_and_may_come_back(desk: Desk) -> None:
    """At its old address."""
    form = await desk.forms.put("申请表.docx", docx(), actor="a")
    gone = await desk.forms.withdraw(form.id, actor="b")
    assert (gone.state, gone.ended_by) == (FormState.WITHDRAWN, "b")
    with pytest.raises(NotFoundError):
        await desk.forms.out(form.code)
    with pytest.raises(ConflictError):
        await desk.forms.withdraw(form.id, actor="b")
    with pytest.raises(NotFoundError):
        await desk.forms.withdraw(999, actor="b")
    assert [one.state for one in await desk.forms.latest()] == [FormState.WITHDRAWN]
    again = await desk.forms.put("申请表.docx", docx(), actor="a")
    assert await desk.forms.out(form.code) == again


async def test_two_uploads_at_once_leave_one_version_out(desk: Desk) -> None:
    """Whoever is second either replaces the first or is told."""
    sent = (desk.forms.put("申请表.docx", docx(str(n)), actor="a") for n in range(4))
    done = await asyncio.gather(*sent, return_exceptions=True)
    assert all(isinstance(one, Form | ConflictError) for one in done)
    assert await desk.files() == ["申请表.docx"]


async def test_a_file_that_the_disk_lost_is_told(desk: Desk) -> None:
    """And the pack's own is there again after the next start."""
    await desk.read(申请表_docx=docx())
    (form,) = await desk.forms.published()
    (await desk.forms.file(form)).unlink()
    with pytest.raises(StorageError):
        await desk.forms.file(form)
    await desk.forms.sync_pack(desk.pack)
    assert await desk.content(form) == docx()


async def test_a_disk_that_takes_nothing_is_told(desk: Desk) -> None:
    """And no row tells of a file that is not there."""
    desk.folder.write_bytes(b"")
    with pytest.raises(StorageError):
        await desk.forms.put("申请表.docx", docx(), actor="a")
    assert await desk.files() == []


async def test_the_packs_forms_are_published_and_followed(desk: Desk) -> None:
    """What it changes is changed, what it no longer has is withdrawn, and read twice it changes nothing."""
    await desk.forms.sync_pack(desk.pack)
    await desk.read(申请表_docx=docx(), 声明_pdf=PDF)
    assert await desk.files() == ["声明.pdf", "申请表.docx"]
    before = await desk.forms.published()
    await desk.forms.sync_pack(desk.pack)
    assert await desk.forms.published() == before
    assert {form.uploaded_by for form in before} == {PACK}
    (desk.pack / "forms" / "声明.pdf").unlink()
    await desk.read(申请表_docx=docx("新"))
    (form,) = await desk.forms.published()
    assert await desk.content(form) == docx("新")
    await desk.read(声明_pdf=PDF)
    assert await desk.files() == ["声明.pdf", "申请表.docx"]


async def test_what_an_editor_did_stays_until_the_pack_itself_changes(desk: Desk) -> None:
    """Both an upload and a withdrawal."""
    await desk.read(申请表_docx=docx(), 声明_pdf=PDF)
    await desk.forms.put("申请表.docx", docx("改"), actor="a")
    (statement,) = (form for form in await desk.forms.published() if form.file == "声明.pdf")
    await desk.forms.withdraw(statement.id, actor="a")
    await desk.forms.sync_pack(desk.pack)
    (form,) = await desk.forms.published()
    assert await desk.content(form) == docx("改")
    await desk.read(申请表_docx=docx("新"), 声明_pdf=PDF + b"\n")
    assert [await desk.content(one) for one in await desk.forms.published()] == [PDF + b"\n", docx("新")]


async def test_a_faulty_folder_changes_nothing(desk: Desk) -> None:
    """Every fault is told."""
    with pytest.raises(CityPackError) as fault:
        await desk.read(申请表_docx=docx(), 假_pdf=b"MZ", 空_txt=b"")
    assert len(fault.value.message.splitlines()) == 3
    assert await desk.files() == []


async def test_a_folder_of_forms_is_imported_as_it_was_planned(desk: Desk) -> None:
    """What is not in it goes where that is wished."""
    for name, content in (("同.pdf", PDF), ("改.docx", docx()), ("旧.pdf", PDF)):
        await desk.forms.put(name, content, actor="a")
    form_folder(desk.pack, 同_pdf=PDF, 改_docx=docx("新"), 新_pdf=PDF)
    found = read_forms(desk.pack, Faults())
    plan = await desk.forms.plan(found, replace=True)
    assert plan.lines() == (
        "表格：新增1份，修改1份，相同1份，撤下1份",
        "修改 表格 改.docx",
        "新增 表格 新.pdf",
        "撤下 表格 旧.pdf",
    )
    await desk.forms.carry_out(plan, actor="b")
    assert sorted(await desk.files()) == sorted(["同.pdf", "改.docx", "新.pdf"])
    assert (await desk.forms.plan(found)).is_empty
    assert (await desk.forms.plan(())).lines() == ()


async def test_a_procedures_entries_mean_what_is_published(desk: Desk) -> None:
    """With a note in brackets too; what was withdrawn is none."""
    form = await desk.forms.put("申请表.docx", docx(), actor="a")
    entries = ("申请表（窗口领取）", "登记表")
    assert await desk.forms.meant(entries) == {"申请表（窗口领取）": form}
    assert await desk.forms.meant(()) == {}
    await desk.forms.withdraw(form.id, actor="a")
    assert await desk.forms.meant(entries) == {}
