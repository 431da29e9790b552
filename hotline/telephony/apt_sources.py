"""The Debian mirror that this machine already uses, read from apt's own sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from hotline.errors import SetupError

APT = Path("/etc/apt")


def debian_mirror(apt: Path = APT) -> str:
    """The first mirror of Debian's main archive among apt's sources; raises SetupError where there is none."""
    for uri, suites, components in _sources(apt):
        secure = any("security" in word for word in (uri, *suites))
        if not secure and "main" in components and re.match(r"(https?|file|copy|mirror\+https?):", uri):
            return uri
    raise SetupError(
        f"Asterisk is not installed, and no Debian mirror was found in {apt}: set HOTLINE_ASTERISK to an Asterisk."
    )


def _sources(apt: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    folder = apt / "sources.list.d"
    for path in (apt / "sources.list", *sorted(folder.glob("*.list"))):
        if path.is_file():
            yield from _one_line(path.read_text(encoding="utf-8", errors="replace"))
    for path in sorted(folder.glob("*.sources")):
        yield from _stanzas(path.read_text(encoding="utf-8", errors="replace"))


def _one_line(text: str) -> Iterator[tuple[str, list[str], list[str]]]:
    for line in text.splitlines():
        words = re.sub(r"\[[^\]]*\]", " ", line.split("#")[0]).split()
        if len(words) >= 4 and words[0] == "deb":
            yield words[1], [words[2]], words[3:]


def _stanzas(text: str) -> Iterator[tuple[str, list[str], list[str]]]:
    for stanza in re.split(r"\n\s*\n", text):
        fields: dict[str, list[str]] = {}
        for line in stanza.splitlines():
            name, colon, value = line.partition(":")
            if colon and not line.startswith(("#", " ", "\t")):
                fields[name.strip().lower()] = value.split()
        if "deb" in fields.get("types", []) and fields.get("enabled", ["yes"]) != ["no"]:
            for uri in fields.get("uris", []):
                yield uri, fields.get("suites", []), fields.get("components", [])
