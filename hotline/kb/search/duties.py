"""What departments do and do not do, one thing at a time, as the search compares it.

The rule: what one department says another does (采砂由水务局负责) counts as the other's duty, for that is the sentence
that ends the sending from door to door. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from hotline.kb.model import Department

_PARTS = re.compile(r"[，。；、,;\s]+")
_SENTENCES = re.compile(r"[。；;\n]+")
_ELSEWHERE = re.compile(r"(.{2,}?)(?:由|找|请找|归|到|向)(.{2,}?)(?:负责|办理|管理|受理|主管|管|咨询|查询)?$")
_OPENINGS = ("负责", "承担", "组织", "指导")


def single(duties: str) -> tuple[str, ...]:
    """Duties one by one: from 负责采砂、河道, 采砂 and 河道."""
    found = (_bare(part) for part in _PARTS.split(duties))
    return tuple(dict.fromkeys(part for part in found if len(part) > 1))


def not_its(not_duties: str) -> tuple[str, ...]:
    """What a department is asked for in vain, without who does it."""
    return tuple(matter for matter, _ in _elsewhere(not_duties))


def sent_on(departments: Iterable[Department]) -> Mapping[str, tuple[str, ...]]:
    """By code, the duties that other departments name as each one's."""
    known = tuple(departments)
    codes = {name: one.code for one in known for name in (*one.former_names, *one.aliases, one.name)}
    found: dict[str, list[str]] = {}
    for one in known:
        for matter, office in _elsewhere(one.not_duties):
            code = codes.get(office) or next((codes[name] for name in codes if name.endswith(office)), "")
            if code and code != one.code:
                found.setdefault(code, []).extend(single(matter))
    return {code: tuple(matters) for code, matters in found.items()}


def _elsewhere(not_duties: str) -> Iterable[tuple[str, str]]:
    """Each matter with the name of the office that it is sent to."""
    for sentence in _SENTENCES.split(not_duties):
        told = _ELSEWHERE.fullmatch(sentence.strip(" ，,"))
        if told:
            yield told[1].strip("，, "), told[2].strip("，, ")


def _bare(part: str) -> str:
    for opening in _OPENINGS:
        part = part.removeprefix(opening)
    return part
