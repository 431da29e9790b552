"""Models are whole or not there: installing, checking, and what is said of a broken one."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import shutil
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hotline.errors import EarError
from hotline.speech.ear.catalogue import CATALOGUE
from hotline.speech.ear.install import Sum, install_model
from hotline.speech.ear.models import MANIFEST, VOSK, WHISPER, check_model, installed, read_model
from hotline.speech.ear.unpacking import unpack

FILES = {"am/final.mdl": b"sounds", "conf/model.conf": b"--beam=10", "graph/words.txt": "社保 1\n".encode()}


@contextlib.contextmanager
def bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """Nothing is shown."""
    yield lambda _done, _of: None


def gladly(folder: Path) -> None:
    """Every model loads."""
    assert read_model(folder).files


def folder_of(files: dict[str, bytes], folder: Path) -> Path:
    """A model as an operator may have it."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def zipped(files: dict[str, bytes], path: Path) -> Path:
    """The same in an archive, below a folder of its own."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"vosk-model-tiny/{name}", content)
    return path


def tarred(files: dict[str, bytes], path: Path) -> Path:
    """The same with tar."""
    with tarfile.open(path, "w:gz") as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(f"vosk-model-tiny/{name}")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return path


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_a_model_is_installed_from_an_archive(tmp_path: Path, pack: Callable[[dict[str, bytes], Path], Path]) -> None:
    """Under its archive's name, every file summed up, nothing else left in the folder."""
    ending = ".zip" if pack is zipped else ".tar.gz"
    archive = pack(FILES, tmp_path / f"vosk-model-tiny{ending}")
    told = hashlib.sha256(archive.read_bytes()).hexdigest()
    model = install_model(tmp_path / "ear", str(archive), sha256=told, bar=bar, loads=gladly)
    assert (model.name, model.engine, model.language) == ("vosk-model-tiny", VOSK, "zh-CN")
    assert check_model(tmp_path / "ear" / "vosk-model-tiny") == model
    assert {file.path for file in model.files} == set(FILES)
    assert [path.name for path in (tmp_path / "ear").iterdir()] == ["vosk-model-tiny"]


def test_a_model_is_installed_from_a_folder(tmp_path: Path) -> None:
    """Copied, under another name and language where they are given; the second replaces the first."""
    source = folder_of(FILES, tmp_path / "brought" / "tiny")
    first = install_model(tmp_path / "ear", str(source), name="mine", language="yue", bar=bar, loads=gladly)
    assert (first.name, first.language) == ("mine", "yue")
    (source / "am" / "final.mdl").write_bytes(b"better sounds")
    second = install_model(tmp_path / "ear", str(source), name="mine", bar=bar, loads=gladly)
    assert second.sum != first.sum
    assert list(installed(tmp_path / "ear")) == [second]


def test_a_model_stays_where_the_new_one_cannot_be_put_in_its_place(tmp_path: Path) -> None:
    """The disk fails in the last step: what stood there stands there again."""
    ear, archive = tmp_path / "ear", zipped(FILES, tmp_path / "vosk-model-tiny.zip")

    @contextlib.contextmanager
    def loses(what: str) -> Iterator[Callable[[int, int], None]]:
        """What was made is gone when it was summed up."""
        yield lambda _done, _of: None
        for made in ear.glob(".*/model") if what == "check" else ():
            shutil.rmtree(made)

    kept = install_model(ear, str(archive), bar=bar, loads=gladly)
    with pytest.raises(EarError, match="could not be installed"):
        install_model(ear, str(archive), bar=loses, loads=gladly)
    assert check_model(ear / "vosk-model-tiny") == kept
    assert [path.name for path in ear.iterdir()] == ["vosk-model-tiny"]


def test_whisper_is_known_by_its_files(tmp_path: Path) -> None:
    """The engine is the one that can load them."""
    source = folder_of({"model.bin": b"w", "config.json": b"{}"}, tmp_path / "whisper-tiny")
    assert install_model(tmp_path / "ear", str(source), bar=bar, loads=gladly).engine == WHISPER


def test_a_wrong_sum_installs_nothing(tmp_path: Path) -> None:
    """The sentence says what was found and what was wanted; what stood there before stays."""
    archive = zipped(FILES, tmp_path / "vosk-model-tiny.zip")
    kept = install_model(tmp_path / "ear", str(archive), bar=bar, loads=gladly)
    with pytest.raises(EarError, match="sha256"):
        install_model(tmp_path / "ear", str(archive), sha256="0" * 64, bar=bar, loads=gladly)
    assert check_model(tmp_path / "ear" / "vosk-model-tiny") == kept
    assert [path.name for path in (tmp_path / "ear").iterdir()] == ["vosk-model-tiny"]


def test_a_model_that_does_not_load_is_not_installed(tmp_path: Path) -> None:
    """It is tried under its own name before it takes the other's place, which stays as it was."""
    archive = zipped(FILES, tmp_path / "vosk-model-tiny.zip")
    kept = install_model(tmp_path / "ear", str(archive), bar=bar, loads=gladly)

    def refuses(folder: Path) -> None:
        assert folder.name == "vosk-model-tiny"
        raise EarError("graph/HCLr.fst cannot be read.")

    said = r"^The speech model vosk-model-tiny does not load \(graph/HCLr.fst cannot be read\); nothing was installed"
    with pytest.raises(EarError, match=said):
        install_model(tmp_path / "ear", str(archive), bar=bar, loads=refuses)
    assert check_model(tmp_path / "ear" / "vosk-model-tiny") == kept
    assert [path.name for path in (tmp_path / "ear").iterdir()] == ["vosk-model-tiny"]


def test_the_sum_that_was_found_is_told(tmp_path: Path) -> None:
    """Of an archive, or of a folder's model; whether anybody said which it should be, here or in a file beside it."""
    archive, folder = zipped(FILES, tmp_path / "vosk-model-tiny.zip"), folder_of(FILES, tmp_path / "brought")
    of_archive, of_model = (
        hashlib.sha256(content).hexdigest() for content in (archive.read_bytes(), FILES["am/final.mdl"])
    )
    told: list[Sum] = []
    for what, sha256 in ((archive, ""), (archive, of_archive.upper()), (folder, "")):
        install_model(tmp_path / "ear", str(what), sha256=sha256, bar=bar, loads=gladly, summed=told.append)
    (tmp_path / "vosk-model-tiny.zip.sha256").write_text(f"{of_archive}  vosk-model-tiny.zip\n")
    (tmp_path / "brought.sha256").write_text(of_model)
    for what in (archive, folder):
        install_model(tmp_path / "ear", str(what), bar=bar, loads=gladly, summed=told.append)
    assert [(one.of, one.sha256, one.checked) for one in told] == [
        ("vosk-model-tiny.zip", of_archive, False),
        ("vosk-model-tiny.zip", of_archive, True),
        ("final.mdl", of_model, False),
        ("vosk-model-tiny.zip", of_archive, True),
        ("final.mdl", of_model, True),
    ]
    for beside, said in (
        (f"{of_model}  *vosk-model-tiny.zip", "not what it should be"),
        ("see the web page", "no sha256"),
    ):
        (tmp_path / "vosk-model-tiny.zip.sha256").write_text(beside)
        with pytest.raises(EarError, match=said):
            install_model(tmp_path / "ear", str(archive), bar=bar, loads=gladly)


def test_a_half_copied_archive_installs_nothing(tmp_path: Path) -> None:
    """Wherever it was cut."""
    whole = zipped(FILES, tmp_path / "whole.zip").read_bytes()
    half = tmp_path / "vosk-model-tiny.zip"
    for cut in range(0, len(whole), 7):
        half.write_bytes(whole[:cut])
        with pytest.raises(EarError):
            install_model(tmp_path / "ear", str(half), bar=bar, loads=gladly)
    assert list((tmp_path / "ear").iterdir()) == []


def test_what_is_no_model_is_not_installed(tmp_path: Path) -> None:
    """The sentence says what a model holds."""
    with pytest.raises(EarError, match=r"am/final\.mdl"):
        install_model(
            tmp_path / "ear", str(folder_of({"holiday.jpg": b"sun"}, tmp_path / "holiday")), bar=bar, loads=gladly
        )
    with pytest.raises(EarError, match="neither a known model"):
        install_model(tmp_path / "ear", "vosk-model-nowhere", bar=bar, loads=gladly)


def test_an_address_that_does_not_answer_says_how_else(tmp_path: Path) -> None:
    """A machine without a way out is told to bring the archive by hand."""
    with pytest.raises(EarError, match="by hand"):
        install_model(tmp_path / "ear", "http://127.0.0.1:9/vosk-model-tiny.zip", bar=bar, loads=gladly)


@pytest.mark.parametrize("name", ["../out.txt", "/etc/out.txt", "a/../../out.txt", "..\\out.txt", "C:\\out.txt"])
def test_an_archive_writes_nowhere_else(tmp_path: Path, name: str) -> None:
    """Entries that point outside are refused, whatever the stroke."""
    with zipfile.ZipFile(tmp_path / "trick.zip", "w") as archive:
        archive.writestr(name, b"x")
    with tarfile.open(tmp_path / "trick.tar", "w") as tar:
        tar.addfile(tarfile.TarInfo(name))
    for trick in ("trick.zip", "trick.tar"):
        with pytest.raises(EarError, match="outside"):
            unpack(tmp_path / trick, tmp_path / "in" / "folder")
    assert not list(tmp_path.rglob("out.txt"))


def test_a_link_in_an_archive_is_refused(tmp_path: Path) -> None:
    """It could lead anywhere."""
    with tarfile.open(tmp_path / "trick.tar", "w") as tar:
        link = tarfile.TarInfo("final.mdl")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    with pytest.raises(EarError, match="no plain file"):
        unpack(tmp_path / "trick.tar", tmp_path / "in")


def test_a_model_that_is_not_whole_has_one_clear_sentence(tmp_path: Path) -> None:
    """Missing, half copied, with a file changed, with a broken list of files: each says what to do."""
    ear = tmp_path / "ear"
    install_model(ear, str(folder_of(FILES, tmp_path / "tiny")), bar=bar, loads=gladly)
    with pytest.raises(EarError, match="hotline speech install gone"):
        read_model(ear / "gone")
    (ear / "tiny" / "am" / "final.mdl").write_bytes(b"sound!")
    with pytest.raises(EarError, match=r"am/final\.mdl is missing or differs"):
        check_model(ear / "tiny")
    (ear / "tiny" / "am" / "final.mdl").unlink()
    with pytest.raises(EarError, match=r"am/final\.mdl"):
        check_model(ear / "tiny")
    for broken in ("", "{}", "[]", json.dumps({"engine": "vosk", "language": "zh-CN", "files": [{"path": 1}]})):
        (ear / "tiny" / MANIFEST).write_text(broken)
        with pytest.raises(EarError, match="install it again"):
            read_model(ear / "tiny")
    (ear / "tiny" / MANIFEST).unlink()
    with pytest.raises(EarError, match="in part only"):
        read_model(ear / "tiny")
    assert list(installed(ear)) == []


def test_a_name_cannot_leave_the_folder(tmp_path: Path) -> None:
    """Of a model, as it is given or as an archive has it."""
    source = folder_of(FILES, tmp_path / "tiny")
    for name in ("..", "../out", "a/b", ".hidden", "模型"):
        with pytest.raises(EarError, match="no name"):
            install_model(tmp_path / "ear", str(source), name=name, bar=bar, loads=gladly)


def test_the_catalogue_says_where_each_model_comes_from() -> None:
    """An address or packages, and what it is in words."""
    for name, entry in CATALOGUE.items():
        assert name == entry.name
        assert bool(entry.url) != bool(entry.wheels)
        assert entry.engine in (VOSK, WHISPER)
        assert entry.told
        assert bool(entry.whole) == all("==" in wheel for wheel in entry.wheels or ("",))
