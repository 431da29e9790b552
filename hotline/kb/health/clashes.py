"""Entries that say the same, or each something else of the same: telephones, names, questions. Pure.

Rule: a clash is shown to a person and never mended by itself: two offices may rightly share a switchboard.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from hotline.kb.city import City
from hotline.kb.health.model import Ail, Ailment
from hotline.kb.misses import Miss
from hotline.kb.model import Department, Entry, Kind
from hotline.kb.search.plain import plain
from hotline.kb.versions import differences, owner_of, title_of
from hotline.sentences import sentence

SHORTEST_PHONE = 7  # digits: shorter ones, as 110 and 12333, are the whole city's
MOST_FIELDS = 5  # named in one line
ALIKE = 0.6  # of the pairs of signs in a title that a question must have to ask for it
_SHORTEST = 2  # pairs


def clashes(city: City) -> list[Ail]:
    """Telephones of two departments, then names and questions that stand twice."""
    return [*_phones(city.departments), *_titles(city)]


def _phones(departments: Iterable[Department]) -> Iterator[Ail]:
    whose: dict[str, dict[str, Department]] = {}
    for one in departments:
        for phone in (*one.phones, *one.complaint_phones):
            digits = "".join(sign for sign in phone.number if sign.isdigit())
            if len(digits) >= SHORTEST_PHONE:
                whose.setdefault(digits, {})[one.code] = one
    for digits, found in whose.items():
        if len(found) > 1:
            first, *rest = found.values()
            others = tuple((Kind.DEPARTMENT, one.code, one.name) for one in rest)
            about = sentence("phone_twice", phone=digits, names="、".join(one.name for one in found.values()))
            yield Ail(
                ailment=Ailment.SAME_PHONE,
                kind=Kind.DEPARTMENT,
                code=first.code,
                title=first.name,
                owner=first.code,
                about=about,
                others=others,
            )


def _titles(city: City) -> Iterator[Ail]:
    groups: tuple[tuple[Kind, Sequence[Entry]], ...] = (
        (Kind.DEPARTMENT, city.departments),
        (Kind.PROCEDURE, city.procedures),
        (Kind.QUESTION, city.questions),
    )
    for kind, entries in groups:
        named: dict[str, dict[str, Entry]] = {}
        for entry in entries:
            for name in (title_of(entry), *getattr(entry, "variants", ())):
                named.setdefault(plain(name).replace(" ", ""), {}).setdefault(entry.code, entry)
        told: set[tuple[str, ...]] = set()
        for name, same in named.items():
            if len(same) > 1 and name and tuple(same) not in told:
                told.add(tuple(same))
                yield _same(kind, list(same.values()))


def _same(kind: Kind, entries: list[Entry]) -> Ail:
    first, *rest = entries
    fields = dict.fromkeys(one.title for other in rest for one in differences(first, other))
    named = "、".join(list(fields)[:MOST_FIELDS]) + ("等" if len(fields) > MOST_FIELDS else "")
    return Ail(
        ailment=Ailment.SAME_TITLE,
        kind=kind,
        code=first.code,
        title=title_of(first),
        owner=owner_of(first),
        about=sentence("fields_differ", fields=named) if named else sentence("all_the_same"),
        others=tuple((kind, one.code, title_of(one)) for one in rest),
    )


def asked_for(titles: Mapping[str, str], misses: Iterable[Miss]) -> dict[str, int]:
    """Of withdrawn entries (name by key) how often citizens asked for each in vain; those nobody asked are left out."""
    wanted = {key: _pairs(title) for key, title in titles.items()}
    found: dict[str, int] = {}
    for miss in misses:
        asked = _pairs(miss.question)
        for key, pairs in wanted.items():
            if len(pairs) >= _SHORTEST and len(pairs & asked) >= ALIKE * len(pairs):
                found[key] = found.get(key, 0) + miss.times + miss.unhelpful
    return found


def _pairs(text: str) -> frozenset[str]:
    signs = plain(text).replace(" ", "")
    return frozenset(signs[place : place + 2] for place in range(len(signs) - 1))
