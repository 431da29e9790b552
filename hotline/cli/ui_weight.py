"""How much each page of the consoles loads before it can be used.

Rule: what a page loads is read from the build's own manifest, so that a new screen is weighed by itself.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

from hotline.settings import ROOT

DIST = ROOT / "agent_ui" / "dist"
MANIFEST = ".vite/manifest.json"
CONSOLES = "index.html"
SCREENS = "src/views/"
MOST = 500_000
"""Bytes by gzip that a page may load before it is usable: the market's telephones and the offices' old lines."""
MOST_BY_PAGE = {"public.html": 150_000}


class _Chunk(BaseModel):
    """One built file and what it asks for at once."""

    model_config = ConfigDict(frozen=True)

    file: str
    css: tuple[str, ...] = ()
    imports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWeight:
    """A page, and the bytes by gzip of its scripts and of its style sheets. most: how many both may be together."""

    page: str
    scripts: int
    styles: int
    most: int

    @property
    def total(self) -> int:
        """Bytes by gzip of all that it loads."""
        return self.scripts + self.styles


def page_weights(dist: Path = DIST) -> tuple[PageWeight, ...]:
    """Every page that has a file of its own, and every screen of the consoles, the heaviest first.

    Raises OSError where nothing is built.
    """
    chunks = TypeAdapter(dict[str, _Chunk]).validate_json((dist / MANIFEST).read_bytes())
    sizes = _Sizes(dist)
    screens = {name: (CONSOLES, name) for name in chunks if name.startswith(SCREENS)}
    pages = {name: (name,) for name in chunks if name.endswith(".html")}
    found = [_weight(page, _needed(chunks, begins), sizes) for page, begins in {**pages, **screens}.items()]
    return tuple(sorted(found, key=lambda one: -one.total))


def told(weights: tuple[PageWeight, ...]) -> str:
    """A table for people, in kB (1000 bytes)."""
    rows = [f"| {one.page} | {_kb(one.scripts)} | {_kb(one.styles)} | {_kb(one.total)} |" for one in weights]
    return "\n".join(["| page | scripts | styles | together |", "|---|---:|---:|---:|", *rows])


class _Sizes:
    """Bytes of each built file as a browser fetches it."""

    def __init__(self, dist: Path) -> None:
        self._dist = dist
        self._known: dict[str, int] = {}

    def of(self, files: set[str]) -> int:
        for file in files - self._known.keys():
            self._known[file] = len(gzip.compress((self._dist / file).read_bytes(), mtime=0))
        return sum(self._known[file] for file in files)


def _needed(chunks: Mapping[str, _Chunk], begins: tuple[str, ...]) -> list[_Chunk]:
    """What these load, with everything that it imports at once; what is fetched later is not among it."""
    seen: dict[str, _Chunk] = {}
    waiting = list(begins)
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen[name] = chunks[name]
            waiting += chunks[name].imports
    return list(seen.values())


def _weight(page: str, needed: list[_Chunk], sizes: _Sizes) -> PageWeight:
    scripts = {one.file for one in needed if one.file.endswith(".js")}
    styles = {file for one in needed for file in one.css}
    # the page's own HTML is fetched too
    html = {page} if page.endswith(".html") else {CONSOLES}
    return PageWeight(
        page=page,
        scripts=sizes.of(scripts) + sizes.of(html),
        styles=sizes.of(styles),
        most=MOST_BY_PAGE.get(page, MOST),
    )


def _kb(count: int) -> str:
    return f"{count / 1000:.0f} kB"
