"""Models that are installed: a folder each below STATE/ear, whole or not there at all.

The rule: manifest.json is written last and names every file with its size and sum; a folder without one, or with a file
that differs, is never used, and the sentence says which and what to do.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from hotline.errors import EarError

MANIFEST = "manifest.json"
VOSK, WHISPER = "vosk", "whisper"
_PIECE = 1024 * 1024
_NAME = re.compile(r"[\w][\w.+-]{0,99}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFile:
    """One file of a model. path: within its folder, with strokes; size: bytes."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """An installed model. engine: VOSK or WHISPER; language: of those who are heard, as in zh-CN."""

    name: str
    engine: str
    language: str
    files: tuple[ModelFile, ...]

    @property
    def sum(self) -> str:
        """One sum of all files: what was measured of a model is true of the same model only."""
        whole = "".join(f"{file.path} {file.sha256}\n" for file in sorted(self.files, key=lambda file: file.path))
        return hashlib.sha256(whole.encode()).hexdigest()

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


def read_model(folder: Path) -> Model:
    """What the manifest says. Raises EarError where there is none, or it cannot be read."""
    again = f"install it again: hotline speech install {folder.name}"
    if not folder.is_dir():
        raise EarError(f"The speech model {folder.name} is not installed: hotline speech install {folder.name}.")
    try:
        told = json.loads((folder / MANIFEST).read_text("utf-8"))
        files = tuple(
            ModelFile(path=str(file["path"]), size=int(file["size"]), sha256=str(file["sha256"]))
            for file in told["files"]
        )
        return Model(name=folder.name, engine=str(told["engine"]), language=str(told["language"]), files=files)
    except FileNotFoundError as fault:
        raise EarError(f"The speech model {folder.name} was copied in part only; {again}.") from fault
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise EarError(f"The speech model {folder.name} has a broken {MANIFEST}; {again}.") from fault


def check_model(folder: Path) -> Model:
    """The same, every file read and summed up: seconds for a large model. Raises EarError that names the file."""
    model = read_model(folder)
    for file in model.files:
        path = folder / file.path
        if not path.is_file() or path.stat().st_size != file.size or sum_of(path) != file.sha256:
            raise EarError(
                f"The speech model {model.name} is not whole ({file.path} is missing or differs); "
                f"install it again: hotline speech install {model.name}."
            )
    return model


def write_manifest(
    folder: Path, *, engine: str, language: str, told: Callable[[int, int], None] = lambda _done, _of: None
) -> None:
    """Sum up every file of a folder and write what it holds. told: how many of how many bytes are done."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    total, done, files = sum(path.stat().st_size for path in paths), 0, list[ModelFile]()
    for path in paths:
        size = path.stat().st_size
        files.append(ModelFile(path=path.relative_to(folder).as_posix(), size=size, sha256=sum_of(path)))
        done += size
        told(done, total)
    manifest = {"engine": engine, "language": language, "files": [asdict(file) for file in files]}
    unfinished = folder / f".{MANIFEST}"
    unfinished.write_text(json.dumps(manifest, indent=1), "utf-8")
    unfinished.replace(folder / MANIFEST)


def engine_of(folder: Path) -> str:
    """Which engine's model a folder holds, "" for none: by the files that the engine cannot do without."""
    if (folder / "model.bin").is_file() and (folder / "config.json").is_file():
        return WHISPER
    if (folder / "am" / "final.mdl").is_file() or (folder / "final.mdl").is_file():
        return VOSK
    return ""


def installed(ear_dir: Path) -> Iterator[Model]:
    """The models that are there, by name; what is not whole is left out."""
    for folder in sorted(ear_dir.glob("[!.]*/")):
        try:
            yield read_model(folder)
        except EarError:
            continue


def model_name(text: str) -> str:
    """A name that can be a folder's. Raises EarError."""
    if not _NAME.fullmatch(text):
        raise EarError(f"{text!r} is no name for a model: letters, digits, dots and hyphens.")
    return text


def sum_of(path: Path) -> str:
    """The file's sha256."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            found.update(piece)
    return found.hexdigest()
