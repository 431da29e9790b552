"""Archives unpacked without trust: zip (wheels too) and tar, into one folder.

The rule: nothing is written outside the folder, no links, no devices, and no more bytes than a model can have.
"""

from __future__ import annotations

import shutil
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from hotline.errors import EarError

MOST_BYTES = 20 * 1024**3
Told = Callable[[int, int], None]


def unpack(archive: Path, folder: Path, told: Told = lambda _done, _of: None) -> None:
    """Unpack it. told: how many of how many bytes are done. Raises EarError where it is none, or tries a trick."""
    try:
        if zipfile.is_zipfile(archive):
            _unzip(archive, folder, told)
        elif tarfile.is_tarfile(archive):
            _untar(archive, folder, told)
        else:
            raise EarError(f"{archive.name} is no zip or tar archive, or was copied in part only.")
    except (OSError, EOFError, zipfile.BadZipFile, tarfile.TarError, RuntimeError) as fault:
        raise EarError(f"{archive.name} cannot be unpacked: {fault}") from fault


def _unzip(archive: Path, folder: Path, told: Told) -> None:
    with zipfile.ZipFile(archive) as source:
        entries = [entry for entry in source.infolist() if not entry.is_dir()]
        total, done = _bounded(sum(entry.file_size for entry in entries)), 0
        for entry in entries:
            target = _inside(folder, entry.filename)
            with source.open(entry) as packed, target.open("wb") as file:
                shutil.copyfileobj(packed, file)
            done += entry.file_size
            told(done, total)


def _untar(archive: Path, folder: Path, told: Told) -> None:
    with tarfile.open(archive) as source:
        entries = [entry for entry in source.getmembers() if not entry.isdir()]
        total, done = _bounded(sum(entry.size for entry in entries)), 0
        for entry in entries:
            packed = source.extractfile(entry) if entry.isreg() else None
            if packed is None:
                raise EarError(f"{archive.name} holds {entry.name!r}, which is no plain file.")
            with packed, _inside(folder, entry.name).open("wb") as file:
                shutil.copyfileobj(packed, file)
            done += entry.size
            told(done, total)


def _bounded(total: int) -> int:
    if total > MOST_BYTES:
        raise EarError(f"The archive would be {total / 1024**3:.0f} GB: no model is so large.")
    return total


def _inside(folder: Path, name: str) -> Path:
    """Where an entry goes; its folder is made."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        raise EarError(f"The archive holds {name!r}, which would be written outside of its folder.")
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    return target
