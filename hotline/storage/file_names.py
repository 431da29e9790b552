"""Names of files from outside, made fit to be kept, shown and saved on any machine. Pure."""

from __future__ import annotations

import re
import unicodedata

from hotline.storage.text import plain_text

_PATH = re.compile(r"[/\\]")
_NOT_IN_NAMES = re.compile(r'[<>:"|?*%]')  # Windows refuses most of them, addresses misread the last
_DEVICE = re.compile(r"(?i:con|prn|aux|nul|com\d|lpt\d)")  # of Windows, whatever the extension
_INVISIBLE = frozenset({"Cf", "Co", "Cn", "Zl", "Zp"})  # general categories of signs that show nothing


def stem_of(file: str) -> str:
    """A file's name without its extension."""
    return file.rpartition(".")[0] or file


def clean_name(file: str, longest: int) -> str:
    """A file's name as it may be kept and shown, "" where nothing of it is left: what is no name is cut away.

    Whatever came with the name stays out: folders, control characters, marks that turn the reading direction or show
    nothing, signs that no Windows takes, dots and spaces at the ends; an overlong name keeps its extension.
    longest: characters, extension included.
    """
    last = _PATH.split(unicodedata.normalize("NFC", file))[-1]
    seen = "".join(sign for sign in plain_text(last) if unicodedata.category(sign) not in _INVISIBLE)
    told = " ".join(_NOT_IN_NAMES.sub("", seen).split())
    stem, dot, end = told.rpartition(".")
    if not dot:
        stem, end = told, ""
    stem = stem.strip(" .")[: longest - len(dot + end)].strip(" .")
    if not stem or _DEVICE.fullmatch(stem) or len(end) >= longest // 2:
        return ""
    return f"{stem}{dot}{end}"
