"""The forms of a city pack's folder, read and checked.

Rule: a file that cannot be a form is a fault, told with all others; none is left out in silence.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path

from hotline.kb.faults import Faults
from hotline.kb.forms.model import LARGEST, LONGEST_NAME, MOST_FORMS, TYPES, key_of
from hotline.storage.contents import fault_of
from hotline.storage.file_names import clean_name, stem_of
from hotline.storage.files import sum_of
from hotline.storage.text import plain_text

FOLDER = "forms"
_NOT_OURS = {"thumbs.db", "desktop.ini"}  # a file manager's own, made without anybody's knowledge


@dataclass(frozen=True, slots=True, kw_only=True)
class PackForm:
    """A form's file in a folder. file: its name; sha256: of its content, in hex; size: bytes."""

    file: str
    path: Path
    sha256: str
    size: int

    @property
    def key(self) -> str:
        """By what it is known."""
        return key_of(stem_of(self.file))


def read_forms(kb_dir: Path, faults: Faults) -> list[PackForm]:
    """The forms of a pack's folder by name; none where it has no folder of forms."""
    folder = kb_dir / FOLDER
    if not folder.is_dir():
        return []
    paths = [path for path in sorted(folder.iterdir()) if not _is_left_out(path)]
    if len(paths) > MOST_FORMS:
        faults.add(FOLDER, 1, "", f"表格最多{MOST_FORMS}份，现在有{len(paths)}份")
        return []
    found: dict[str, PackForm] = {}
    for path in paths:
        form = _read(path, faults)
        if form is None:
            continue
        same = found.setdefault(form.key, form)
        if same is not form:
            faults.add(f"{FOLDER}/{form.file}", 1, "", f"与“{same.file}”同名。一份表格只放一个文件，请改名或删掉一个")
    return list(found.values())


def _is_left_out(path: Path) -> bool:
    return path.name.startswith((".", "~")) or path.name.lower() in _NOT_OURS


def _read(path: Path, faults: Faults) -> PackForm | None:
    shown = plain_text(path.name)
    file, what, sha256, size = clean_name(path.name, LONGEST_NAME), "", "", 0
    if not path.is_file() or path.is_symlink():
        what = "这里只放表格文件，不能有文件夹和链接"
    elif file != unicodedata.normalize("NFC", path.name):
        what = f"文件名里有不能用的字符，或者超过{LONGEST_NAME}个字，请改为“{file or '另一个名字'}”"
    else:
        try:
            what, sha256, size = _looked_at(path, file)
        except OSError as fault:
            what = f"文件无法读取（{fault.strerror or fault}）"
    if what:
        faults.add(f"{FOLDER}/{shown}", 1, "", what)
        return None
    return PackForm(file=file, path=path, sha256=sha256, size=size)


def _looked_at(path: Path, file: str) -> tuple[str, str, int]:
    """What is wrong with a file's content ("" where nothing is), its sum and its size."""
    if path.stat().st_size > LARGEST:
        return f"文件超过{LARGEST // 2**20}兆", "", 0
    content = path.read_bytes()
    return fault_of(file, content, kinds=TYPES, largest=LARGEST), sum_of(content), len(content)
