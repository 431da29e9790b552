"""A city pack as a clerk hands it over, a folder or one .zip file, with its forms and its rules.

Rule: what a .zip holds is read from a folder of its own that is gone afterwards; of what a pack may hold, each part is
either in the database or in RULES, so that a pack that is written out is whole.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hotline.agents.skill_file import FILE as SKILLS
from hotline.kb.archive import unpack
from hotline.kb.districts import FILE as DISTRICTS
from hotline.kb.faults import Faults
from hotline.kb.forms.folder import FOLDER, read_forms
from hotline.kb.forms.plan import FormPlan
from hotline.kb.forms.service import Forms
from hotline.quality.book import FILE as QUALITY
from hotline.reports.brief.template import TEMPLATE as BRIEF
from hotline.tickets.duty_file import FILE as DUTY
from hotline.tickets.policies import CALENDAR, CATEGORIES
from hotline.tickets.policies import FOLDER as POLICIES
from hotline.wiring.routing_pack import DIRECTORY, LABELS

CITY = "city.yaml"
RULES = (
    *(CITY, CATEGORIES, "channels.yaml", DISTRICTS, BRIEF, CALENDAR, f"{POLICIES}/*.yaml"),
    *(DUTY, SKILLS, QUALITY, DIRECTORY, LABELS, "README.md"),
)
"""What the hotline reads from the pack's folder itself, as glob's patterns."""


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


def is_pack(place: Path) -> bool:
    """Whether a folder is a whole pack, and not tables alone."""
    return (place / CITY).is_file()


def rules_in(folder: Path) -> tuple[str, ...]:
    """The files of a pack's folder that are not kept in the database, by their paths in it."""
    found = (path for pattern in RULES for path in sorted(folder.glob(pattern)) if path.is_file())
    return tuple(path.relative_to(folder).as_posix() for path in found)


def copy_rules(kb_dir: Path, folder: Path) -> None:
    """Put them into another folder as they are. Raises OSError."""
    for name in rules_in(kb_dir):
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(kb_dir / name, folder / name)


def other_rules(place: Path, kb_dir: Path) -> tuple[str, ...]:
    """Those of a pack's folder that say something else than the city's own do, or that it lacks. Raises OSError."""
    return tuple(
        name
        for name in rules_in(place)
        if name != "README.md"
        and not ((kb_dir / name).is_file() and (kb_dir / name).read_bytes() == (place / name).read_bytes())
    )
