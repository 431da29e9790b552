"""A city pack as a clerk hands it over, a folder or one .zip file, with its forms.

Rule: what a .zip holds is read from a folder of its own that is gone afterwards.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hotline.kb.archive import unpack
from hotline.kb.faults import Faults
from hotline.kb.forms.folder import FOLDER, read_forms
from hotline.kb.forms.plan import FormPlan
from hotline.kb.forms.service import Forms


def is_zip(path: Path) -> bool:
    """Whether a path names a pack in one file."""
    return path.suffix.lower() == ".zip"


@contextmanager
def as_folder(path: Path) -> Iterator[Path]:
    """The folder of a .zip file for as long as it is read; anything else as it is. Raises CityPackError."""
    if not is_zip(path) or not path.is_file():
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        faults = Faults()
        unpack(path, Path(folder), faults)
        faults.raise_all()
        yield Path(folder)


async def plan_forms(forms: Forms, path: Path, *, replace: bool) -> FormPlan:
    """What importing the forms of a folder would do: nothing where it has none. Raises CityPackError."""
    faults = Faults()
    found = await asyncio.to_thread(read_forms, path, faults)
    faults.raise_all()
    return await forms.plan(found, replace=replace and bool(found))


async def copy_forms(forms: Forms, folder: Path) -> int:
    """Put every published form's file into a pack's folder; how many. Raises OSError, StorageError."""
    found = await forms.published()
    for form in found:
        (folder / FOLDER).mkdir(parents=True, exist_ok=True)
        shutil.copyfile(await forms.file(form), folder / FOLDER / form.file)
    return len(found)
