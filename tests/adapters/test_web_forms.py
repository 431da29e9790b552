"""Forms on the web side: who may change them, what leaves as a file and how, and the citizens' address."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import FormData

from hotline.kb.forms.model import LARGEST
from hotline.settings import ROOT, Settings
from hotline.web.form_door import MOST_MISSES
from tests.adapters.web_hotline import Shelf, WebHotline, web_hotline
from tests.fakes.forms import PDF, docx

Told = dict[str, Any]
PUBLIC = "https://12345.example.gov.cn"
MOBILE = "13900000001"


@pytest_asyncio.fixture
async def web(tmp_path: Path, shelf: Shelf) -> AsyncIterator[WebHotline]:
    """The demo city with its forms, at a public address."""
    (tmp_path / "ui").mkdir()
    settings = Settings(state_dir=tmp_path, ui_dir=tmp_path / "ui", public_url=PUBLIC)
    async with web_hotline(settings, shelf) as running:
        await running.services.forms.sync_pack(ROOT / "kb")
        yield running


async def get(web: WebHotline, path: str = "", status: int = 200) -> Told:
    """What is told."""
    async with web.client.get(f"/api/forms{path}") as response:
        assert response.status == status, await response.text()
        told: Told = await response.json()
        return told


async def post(web: WebHotline, path: str, body: Told | None = None, status: int = 200) -> Told:
    """What is answered."""
    async with web.client.post(f"/api/forms{path}", json=body or {}) as response:
        assert response.status == status, await response.text()
        told: Told = await response.json()
        return told


async def send(web: WebHotline, name: str, content: bytes, path: str = "", status: int = 201) -> Told:
    """What uploading a file answers."""
    data = FormData(quote_fields=False)  # as browsers do
    data.add_field("note", "x")
    data.add_field("file", io.BytesIO(content), filename=name, content_type="text/html")
    async with web.client.post(f"/api/forms{path}", data=data) as response:
        assert response.status == status, await response.text()
        told: Told = await response.json()
        return told


async def test_only_supervisors_change_what_citizens_get(web: WebHotline) -> None:
    """An agent looks; whoever is not signed in does neither."""
    await get(web, status=401)
    await send(web, "a.pdf", PDF, status=401)
    await web.sign_in("agent1")
    form = (await get(web))["forms"][0]
    await send(web, "a.pdf", PDF, status=403)
    await send(web, "a.pdf", PDF, f"/{form['id']}", status=403)
    await post(web, f"/{form['id']}/withdraw", status=403)


async def test_forms_are_listed_with_the_procedures_that_need_them(web: WebHotline) -> None:
    """With what may be uploaded, and the citizens' address."""
    await web.sign_in("agent1")
    told = await get(web)
    (form,) = (one for one in told["forms"] if one["file"] == "工伤认定申请表.docx")
    assert form["procedures"] == [{"code": "0407", "title": "工伤认定"}]
    assert form["address"].startswith(f"{PUBLIC}/f/")
    assert (form["name"], form["state"], form["type"]) == ("工伤认定申请表", "published", "docx")
    assert told["largest"] == LARGEST
    assert "pdf" in told["types"]


async def test_a_form_is_uploaded_replaced_and_withdrawn(web: WebHotline) -> None:
    """The list of everything tells also of what is withdrawn."""
    await web.sign_in("supervisor1")
    first = (await send(web, "证明.docx", docx()))["form"]
    second = (await send(web, "扫描件.pdf", PDF, f"/{first['id']}"))["form"]
    assert (second["file"], second["address"]) == ("证明.pdf", first["address"])
    assert second["uploaded_by_name"] == "吴志强"
    await post(web, f"/{first['id']}/withdraw", status=409)
    assert (await post(web, f"/{second['id']}/withdraw"))["form"]["state"] == "withdrawn"
    assert "证明.pdf" not in [one["file"] for one in (await get(web))["forms"]]
    assert "证明.pdf" in [one["file"] for one in (await get(web, "?all=1"))["forms"]]
    await post(web, "/999999/withdraw", status=404)


async def test_a_hostile_name_is_only_a_name(web: WebHotline) -> None:
    """Without folders, signs that turn the text, or an end of the header."""
    await web.sign_in("supervisor1")
    form = (await send(web, "..\\..//表\u202e%22格; x=1.docx", docx()))["form"]
    assert form["file"] == "表格; x=1.docx"
    async with web.client.get(f"/api/forms/{form['id']}/file") as response:
        assert response.content_disposition is not None
        assert response.content_disposition.filename == "表格; x=1.docx"


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [("a.html", b"<script>", "不能用这种文件"), ("a.pdf", b"<script>", "不是.pdf"), ("a.pdf", b"", "空的")],
)
async def test_what_is_no_form_is_refused(web: WebHotline, name: str, content: bytes, what: str) -> None:
    """With the reason beside the field."""
    await web.sign_in("supervisor1")
    told = await send(web, name, content, status=422)
    assert what in told["error"]["details"]["fields"]["file"]


async def test_a_body_that_is_no_upload_is_refused(web: WebHotline) -> None:
    """Neither JSON nor an empty form nor a torn one."""
    await web.sign_in("supervisor1")
    assert (await post(web, "", status=422))["error"]["message"] == "请选择一个文件。"
    await send(web, "", b"", status=422)
    torn = {"Content-Type": "multipart/form-data; boundary=x"}
    for body in (b"--y\r\n", b"--x\r\nContent-Disposition: form-data\r\n\r\n\r\n--x--\r\n"):
        async with web.client.post("/api/forms", data=body, headers=torn) as response:
            assert response.status == 422


async def test_a_file_that_is_too_large_is_refused_before_it_is_kept(web: WebHotline) -> None:
    """Whether its length is told beforehand or not."""
    await web.sign_in("supervisor1")
    told = await send(web, "a.pdf", PDF + b" " * (LARGEST + 200_000), status=422)
    assert told["error"]["message"] == "文件超过10兆。"
    told = await send(web, "a.pdf", PDF + b" " * LARGEST, status=422)
    assert told["error"]["message"] == "文件超过10兆。"


async def test_a_form_leaves_as_a_file_and_never_as_a_page(web: WebHotline) -> None:
    """For who is signed in and for citizens alike; text has no type that a browser shows."""
    await web.sign_in("supervisor1")
    form = (await send(web, "说明.txt", b"<html><script>alert(1)</script>"))["form"]
    for path in (f"/api/forms/{form['id']}/file", form["address"].removeprefix(PUBLIC)):
        async with web.client.get(path) as response:
            assert await response.read() == b"<html><script>alert(1)</script>"
            assert response.headers["Content-Type"] == "application/octet-stream"
            assert response.headers["Content-Disposition"].startswith("attachment; ")
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


async def test_a_citizen_downloads_without_signing_in(web: WebHotline) -> None:
    """The newest version, and nothing once it is withdrawn; what is told then is for citizens."""
    (form,) = (one for one in await web.services.forms.published() if one.file == "工伤认定申请表.docx")
    async with web.client.get(f"/f/{form.code}") as response:
        assert await response.read() == (ROOT / "kb" / "forms" / form.file).read_bytes()
        assert response.content_disposition is not None
        assert response.content_disposition.filename == form.file
    newer = await web.services.forms.put(form.file, docx("新"), actor="a")
    async with web.client.get(f"/f/{form.code}") as response:
        assert await response.read() == docx("新")
    await web.services.forms.withdraw(newer.id, actor="a")
    async with web.client.get(f"/f/{form.code}") as response:
        assert (response.status, response.content_type) == (404, "text/plain")
        assert "12345" in await response.text()


async def test_a_file_that_the_disk_lost_is_told_to_citizens(web: WebHotline) -> None:
    """As something for later."""
    form = (await web.services.forms.published())[0]
    (await web.services.forms.file(form)).unlink()
    async with web.client.get(f"/f/{form.code}") as response:
        assert response.status == 503
        assert "12345" in await response.text()


async def test_who_guesses_addresses_waits(web: WebHotline) -> None:
    """Also for what would be right; who takes what is there does not."""
    form = (await web.services.forms.published())[0]
    for _ in range(MOST_MISSES + 1):
        async with web.client.get(f"/f/{form.code}") as response:
            assert response.status == 200
    for number in range(MOST_MISSES):
        async with web.client.get(f"/f/{number}") as response:
            assert response.status == 404
    async with web.client.get(f"/f/{form.code}") as response:
        assert response.status == 429


async def test_an_agent_sees_a_procedures_forms_and_sends_them(web: WebHotline) -> None:
    """To a mobile only; the text has the address, and is in the outbox."""
    await web.sign_in("agent1")
    (form,) = (await get(web, "/of/0407"))["forms"]
    assert (form["file"], form["entry"]) == ("工伤认定申请表.docx", "工伤认定申请表（市人社局网站下载）")
    assert (await get(web, "/of/0101"))["forms"] == []
    await get(web, "/of/9999", 404)
    await post(web, "/of/0407/text", {"number": MOBILE, "call_id": "c1"})
    (notice,) = await web.services.outbox.latest()
    assert (notice.to, notice.code, notice.call_id) == (MOBILE, "0407", "c1")
    assert f"下载工伤认定申请表：{form['address']}\n" in notice.text
    refused = await post(web, "/of/0407/text", {"number": "075788123456"}, 422)
    assert refused["error"]["message"] == "这个号码收不到短信，只有手机可以。"
