"""The bodies of a made-up city, from its offices down to its villages, in the order in which a small one needs them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice

from hotline.kb.generate_fields import FIELDS
from hotline.kb.generate_words import STREET_BODIES, VILLAGE_BODIES, VILLAGE_STEMS
from hotline.kb.model import District, Outline

LEAST_DISTRICTS, LEAST_STREETS = 6, 5  # of a city that is to be filled up to ten times Zhaoqing's size


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body to be made. parent: a name, "" for none; place: where it stands; alias: what people say, or ""."""

    name: str
    parent: str
    level: str
    place: str
    duties: str
    alias: str = ""


def districts_of(outline: Outline) -> tuple[District, ...]:
    """The outline's districts, filled up with made-up ones and their streets to what a large city has at the least."""
    names = {district.name for district in outline.districts}
    free = (name for stem in VILLAGE_STEMS if (name := f"{stem}新区") not in names)
    made = [District(code="", name=name, streets=()) for name in islice(free, max(LEAST_DISTRICTS - len(names), 0))]
    return tuple(_with_streets(district) for district in (*outline.districts, *made))


def _with_streets(district: District) -> District:
    lacking = max(LEAST_STREETS - len(district.streets), 0)
    made = [street for stem in reversed(VILLAGE_STEMS) if (street := f"{stem}街道") not in district.streets][:lacking]
    return replace(district, streets=(*district.streets, *made))


def _stem(street: str) -> str:
    return street.removesuffix("街道").removesuffix("镇").removesuffix("乡")


def bodies(outline: Outline) -> Iterator[Body]:
    """From the city's offices down to the villages'; a body comes after the one above it."""
    districts = districts_of(outline)
    for field in FIELDS:
        yield Body(name=f"市{field.office}", parent="", level="市级部门", place=districts[0].name, duties=field.duties)
    for district in districts:
        for field in FIELDS:
            name = f"{district.name}{field.office}"
            duties = f"{field.duties}（{district.name}范围内）"
            yield Body(name=name, parent=f"市{field.office}", level="区县部门", place=district.name, duties=duties)
    for below in (_of_street, _units, _of_villages):
        yield from chain.from_iterable(below(district) for district in districts)


def _of_street(district: District) -> Iterator[Body]:
    for street in district.streets:
        place = f"{district.name}{street}"
        for title, office, duties in STREET_BODIES:
            parent = f"{district.name}{office}" if office else ""
            alias = f"{_stem(street)}{title}"
            yield Body(name=place + title, parent=parent, level="街道、镇", place=place, duties=duties, alias=alias)


def _units(district: District) -> Iterator[Body]:
    for field in FIELDS:
        office = f"{district.name}{field.office}"
        for unit in field.units:
            duties = f"{field.duties}，具体由{unit}办理"
            yield Body(name=office + unit, parent=office, level="内设机构", place=district.name, duties=duties)


def _of_villages(district: District) -> Iterator[Body]:
    for street in district.streets:
        parent = f"{district.name}{street}{STREET_BODIES[0][0]}"
        for stem in VILLAGE_STEMS:
            place = f"{district.name}{street}{stem}{'社区' if street.endswith('街道') else '村'}"
            for title, duties in VILLAGE_BODIES:
                yield Body(name=place + title, parent=parent, level="社区、村", place=place, duties=duties)
