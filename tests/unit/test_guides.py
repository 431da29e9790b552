"""The guides in docs/guide are true of the product: screens, names on them, commands, settings, links and pictures."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import typer

from hotline.cli.main import app
from hotline.reports.catalogue import CATALOGUE
from hotline.settings import ROOT
from tests.acceptance.screens import (
    GUIDES,
    IN_A_CALL,
    PICTURES,
    SHOTS,
    TAKEN,
    routes,
    screens_of_departments,
    shown_in_guides,
)

FOLDER = GUIDES
ROLES = ("agent", "department", "supervisor", "editor", "administrator", "integrator")
LANGUAGES = ("zh-CN", "en")
FILES = tuple(f"{role}.{language}.md" for role in ROLES for language in LANGUAGES)
LARGEST = 150_000  # bytes of a picture
PALETTE = 3  # a PNG's colour type
KEYS = {"?"}  # what stands on a button and is no word
SCREEN = re.compile(r"<!-- screen: ([\w/ -]+?) -->")
MARKS = re.compile(r"^(#+) |^<!-- (screen: [\w/ -]+?) -->|!\[[^\]]*\]\(([^)]+)\)", re.MULTILINE)
CODE = re.compile(r"```.*?```|`[^`]+`", re.DOTALL)


def read(file: str) -> str:
    """A guide."""
    return (FOLDER / file).read_text(encoding="utf-8")


def texts(of: Any) -> list[str]:
    """Every text of a locale."""
    if isinstance(of, str):
        return [of]
    return [text for part in (of.values() if isinstance(of, dict) else of) for text in texts(part)]


def known(language: str) -> set[str]:
    """What stands on the screens in this language."""
    files = (ROOT / "agent_ui" / "src").rglob(f"locales/{language}.json")
    return {" ".join(text.split()) for file in files for text in texts(json.loads(file.read_text(encoding="utf-8")))}


def code_of(file: str) -> str:
    """The code of a guide, one piece a line."""
    return "\n".join(piece.strip("`") for piece in CODE.findall(read(file)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_has_its_section(language: str) -> None:
    """In some guide; what a department may open, in the department's own."""
    told = {role: set(" ".join(SCREEN.findall(read(f"{role}.{language}.md"))).split()) for role in ROLES}
    missing = set(routes()) - set().union(*told.values())
    how = "put <!-- screen: NAME --> below a heading of docs/guide/ROLE.zh-CN.md and ROLE.en.md"
    assert not missing, f"{how} for {sorted(missing)}"
    own = set(screens_of_departments()) - told["department"]
    assert not own, f"{how}, ROLE being department, for {sorted(own)}"


def test_no_section_is_about_a_screen_that_is_gone() -> None:
    """What stands behind a stroke is a part of the screen before it."""
    there = {*routes(), "sign-in"}
    for file in FILES:
        told = " ".join(SCREEN.findall(read(file))).split()
        assert {name.partition("/")[0] for name in told} <= there, file


def test_every_screen_is_in_a_picture() -> None:
    """The acceptance tests go through all of them."""
    missing = set(routes()) - {shot.screen for shot in SHOTS} - set(IN_A_CALL.values())
    assert not missing, f"add a line to SHOTS in tests/acceptance/screens.py for {sorted(missing)}"


@pytest.mark.parametrize("role", ROLES)
def test_both_languages_are_built_alike(role: str) -> None:
    """The same headings, screens and pictures in the same order."""
    chinese, english = [MARKS.findall(read(f"{role}.{language}.md")) for language in LANGUAGES]
    assert chinese == english


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("language", "quoted"), [("zh-CN", r"「([^」]+)」"), ("en", r"\*\*(.+?)\*\*")])
def test_what_is_quoted_stands_on_a_screen(role: str, language: str, quoted: str) -> None:
    """「」 and bold are for names on screens, and for nothing else."""
    there = known(language) | KEYS
    named = {" ".join(name.split()) for name in re.findall(quoted, CODE.sub("", read(f"{role}.{language}.md")))}
    assert named or role == "integrator"
    assert sorted(named - there) == []


@pytest.mark.parametrize("file", FILES)
def test_commands_and_settings_exist(file: str) -> None:
    """Every `hotline`, every `make` and every HOTLINE_ name."""
    code = code_of(file)
    group: Any = typer.main.get_command(app)
    for first, second in re.findall(r"\bhotline ([a-z][a-z-]*)(?: ([a-z]+))?", code):
        assert first in group.commands, f"hotline {first}"
        below = getattr(group.commands[first], "commands", None)
        if below is not None and second:
            assert second in {*below, *(CATALOGUE if first == "reports" else ())}, f"hotline {first} {second}"
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)", code)) <= targets
    settings = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert [name for name in re.findall(r"\bHOTLINE_[A-Z_]+", read(file)) if f"`{name}`" not in settings] == []


@pytest.mark.parametrize("file", FILES)
def test_links_lead_somewhere(file: str) -> None:
    """To files of the repository, none of them to a place within."""
    links = re.findall(r"(?<!!)\[[^\]]*\]\(([^)]+)\)", read(file))
    assert links
    assert [link for link in links if not (FOLDER / link).is_file()] == []


def test_the_guides_are_found() -> None:
    """From the README of each language."""
    for language, readme in (("en", "README.md"), ("zh-CN", "README.zh-CN.md")):
        text = (ROOT / readme).read_text(encoding="utf-8")
        assert [role for role in ROLES if f"(docs/guide/{role}.{language}.md)" not in text] == []


def test_pictures_are_those_that_are_taken() -> None:
    """Each picture of a guide is one of the acceptance tests', is there, is light, and none lies about unused."""
    shown = shown_in_guides()
    assert len(shown) > 20
    assert shown <= TAKEN, f"take them in tests/acceptance/screens.py: {sorted(shown - TAKEN)}"
    assert shown == {file.stem for file in PICTURES.glob("*.png")}, "make pictures"
    for file in PICTURES.glob("*.png"):
        content = file.read_bytes()
        assert len(content) < LARGEST, file.name
        assert content[25] == PALETTE, file.name
