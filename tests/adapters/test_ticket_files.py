"""Files of tickets: what is taken, where it is kept, how it is handed out, on the web side."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from hotline.storage.files import Files, sum_of
from hotline.tickets.files import LARGEST, MOST
from tests.adapters.ticket_screens import PNG, Screens


def office(part: str, *more: str) -> bytes:
    """A document of Word's or Excel's, as small as can be."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in (part, *more):
            archive.writestr(name, "x")
    return content.getvalue()


GOOD = (
    ("照片.png", PNG),
    ("a.JPG", b"\xff\xd8\xff\xe0" + b"x" * 9 + b"\xff\xd9"),
    ("a.jpeg", b"\xff\xd8\xff\xe0" + b"x" * 9 + b"\xff\xd9"),
    ("a.pdf", b"%PDF-1.4 ... %%EOF"),
    ("a.docx", office("word/document.xml")),
    ("a.xlsx", office("xl/workbook.xml")),
    ("a.mp3", b"ID3\x03"),
    ("b.mp3", b"\xff\xfb\x90\x00"),
    ("a.wav", b"RIFF\x00\x00\x00\x00WAVEfmt "),
    ("a.mp4", b"\x00\x00\x00\x18ftypisom"),
    ("a.txt", "现场情况".encode("gb18030")),
)
BAD = (
    ("a.exe", b"MZ"),
    ("a", PNG),
    ("a.png.html", b"<script>"),
    ("a.png", b"<script>alert(1)</script>"),
    ("a.png", PNG[:12]),
    ("a.jpg", PNG),
    ("a.pdf", b"%PDF-1.4 torn"),
    ("a.docx", office("xl/workbook.xml")),
    ("a.docx", office("word/document.xml", "word/vbaProject.bin")),
    ("a.xlsx", b"PK\x03\x04torn"),
    ("a.mp3", b"MZ\x90\x00"),
    ("a.wav", b"RIFF\x00\x00\x00\x00AVI "),
    ("a.mp4", b"nothing"),
    ("a.txt", b"\x00\x01\x02"),
    ("a.txt", b""),
    (".png", b""),
)
HOSTILE = (
    ("../../etc/passwd.png", "passwd.png"),
    ("C:\\windows\\a.png", "a.png"),
    ('a".png', "a.png"),
    ("a\u202egpj.png", "agpj.png"),
    ("长" * 300 + ".png", "长" * 76 + ".png"),
)


async def test_what_may_be_put_to_a_ticket_comes_back_as_it_was(screens: Screens) -> None:
    """Always as an attachment that no browser opens, kept by nobody on the way."""
    number = await screens.new()
    for name, content in GOOD:
        file = (await screens.attach(number, name, content))["file"]
        assert (file["name"], file["size"], file["by_name"]) == (name, len(content), "林晓燕")
        async with screens.web.client.get(f"/api/tickets/{number}/files/{file['id']}") as response:
            assert await response.read() == content
            assert response.content_disposition is not None
            assert (response.content_disposition.type, response.content_disposition.filename) == ("attachment", name)
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            assert response.headers["Cache-Control"] == "no-store"
            assert "sandbox" in response.headers["Content-Security-Policy"]
            assert "html" not in response.headers["Content-Type"]
    whole = await screens.get(f"tickets/{number}")
    assert [one["name"] for one in whole["files"]] == [name for name, _ in GOOD]
    last = whole["history"][-1]
    assert (last["action_label"], last["changes"]) == ("上传附件", {"file": "a.txt"})


async def test_what_may_not_is_refused_and_leaves_nothing(screens: Screens) -> None:
    """By what is in it, whatever its name says."""
    number = await screens.new()
    for name, content in BAD:
        told = await screens.attach(number, name, content, 422)
        assert set(told["error"]["details"]["fields"]) == {"file"}
    assert (await screens.get(f"tickets/{number}"))["files"] == []
    assert not screens.web.services.settings.ticket_files_dir.exists()


async def test_a_hostile_name_is_only_a_name(screens: Screens) -> None:
    """It never becomes a path: the bytes lie under their sum."""
    number = await screens.new()
    for name, shown in HOSTILE:
        assert (await screens.attach(number, name))["file"]["name"] == shown
    folder = screens.web.services.settings.ticket_files_dir
    kept = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    assert kept == [f"{sum_of(PNG)[:2]}/{sum_of(PNG)}"]


async def test_a_file_is_for_those_who_may_see_its_ticket(screens: Screens) -> None:
    """And is found under its own ticket alone; each that is handed out is kept as a look."""
    number, other = await screens.new(), await screens.new(content="另一件事")
    file = (await screens.attach(number))["file"]["id"]
    assert await screens.status("GET", f"tickets/{other}/files/{file}") == 404
    await screens.be("handler1")
    assert await screens.status("GET", f"tickets/{number}/files/{file}") == 403
    await screens.attach(number, status=403)
    await screens.be("handler2")
    assert await screens.web.services.books.views.of(number) == ()
    assert await screens.status("GET", f"tickets/{number}/files/{file}") == 200
    assert [view.username for view in await screens.web.services.books.views.of(number)] == ["handler2"]
    assert (await screens.attach(number, "b.png"))["file"]["department_name"] == "市公安局"


async def test_too_large_and_too_many_are_told(screens: Screens) -> None:
    """Before the disk is full; what was sent without a file too."""
    number = await screens.new()
    told = await screens.attach(number, content=PNG + b"x" * LARGEST, status=422)
    assert "20兆" in told["error"]["message"]
    for place in range(MOST):
        await screens.attach(number, f"{place}.png")
    told = await screens.attach(number, "more.png", status=422)
    assert "20个" in told["error"]["message"]
    assert "attach" not in [offer["action"] for offer in (await screens.get(f"tickets/{number}"))["actions"]]
    assert len((await screens.get(f"tickets/{number}"))["history"]) == MOST + 1
    await screens.post(f"tickets/{number}/files", status=422)


async def test_a_file_sent_twice_under_one_key_is_one_file(screens: Screens) -> None:
    """Another file under the same key is another act, and a conflict; a closed ticket takes none."""
    number = await screens.new()
    screens.acts = 100
    first = await screens.attach(number)
    screens.acts = 100
    assert await screens.attach(number) == first
    screens.acts = 100
    await screens.attach(number, content=PNG + b"x", status=409)
    await screens.move(number, "withdraw", reason="已自行解决")
    await screens.attach(number, "b.png", status=409)


async def test_bytes_that_are_gone_are_told(screens: Screens) -> None:
    """As a fault of the store, never as an empty file."""
    number = await screens.new()
    file = (await screens.attach(number))["file"]["id"]
    Files(screens.web.services.settings.ticket_files_dir).path(sum_of(PNG)).write_bytes(b"torn")
    assert await screens.status("GET", f"tickets/{number}/files/{file}") == 503


def test_the_same_content_is_kept_once(tmp_path: Path) -> None:
    """Whole or not at all; what is no sum is no path."""
    files = Files(tmp_path)
    assert files.keep(PNG) == files.keep(PNG) == sum_of(PNG)
    assert files.has(sum_of(PNG), len(PNG))
    assert not files.has(sum_of(PNG), 1)
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1
