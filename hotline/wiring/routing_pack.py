"""What the city says for routing: directory, labels, duties; the place where kb and tickets meet.

Rule: faults of dispatch.csv are told only when the rest of the pack is whole, for its lines name what the rest holds;
and they are those of the pack's own departments, whatever was withdrawn since.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hotline.kb.city import City
from hotline.kb.load import load_pack
from hotline.kb.model import Department, Outline
from hotline.settings import Settings
from hotline.tickets.routing.directory import DispatchLine
from hotline.tickets.routing.directory_table import Known, read_directory, words_of
from hotline.tickets.routing.labels_table import Label, read_labels
from hotline.tickets.routing.service import RoutingCity
from hotline.tickets.routing.suggest import duty_words

DIRECTORY, LABELS = "dispatch.csv", "routing_labels.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingPack:
    """names, duties: by department code; hints: label or department code to what it is about.

    uncovered: names of the second-level categories for which no line speaks.
    """

    lines: Sequence[DispatchLine]
    labels: Mapping[str, Label]
    names: Mapping[str, str]
    duties: Mapping[str, str]
    hints: Mapping[str, Sequence[str]]
    uncovered: Sequence[str]


def load_routing_pack(kb_dir: Path) -> RoutingPack:
    """Raises CityPackError with every fault. Both tables may be missing."""
    outline, entries = load_pack(kb_dir)
    departments = [entry for entry in entries if isinstance(entry, Department)]
    path, known = kb_dir / DIRECTORY, _known(outline, departments)
    lines = read_directory(path, known) if path.is_file() else ()
    labels = read_labels(kb_dir / LABELS, known.departments)
    duties = {one.code: one.duties for one in departments}
    hints = {one.code: (one.name, *duty_words(one.duties)) for one in departments}
    asked = {line.category for line in lines}
    return RoutingPack(
        lines=lines,
        labels=labels,
        names={one.code: one.name for one in departments},
        duties=duties,
        hints=hints | {label.name: words_of(label.included) for label in labels.values()},
        uncovered=[
            child.name
            for top in outline.categories
            for child in top.children
            if top.code not in asked and child.code not in asked
        ],
    )


def model_file(settings: Settings) -> Path:
    """Where the trained model is kept unless told."""
    return Path(settings.routing_model) if settings.routing_model else settings.state_dir / "routing" / "model.npz"


def routing_city(published: Callable[[], City]) -> Callable[[], RoutingCity]:
    """The city as it is published now, made anew when it is another."""
    seen: list[tuple[City, RoutingCity]] = []

    def now() -> RoutingCity:
        city = published()
        if not seen or seen[0][0] is not city:
            seen[:] = [(city, routing_city_of(city))]
        return seen[0][1]

    return now


def routing_city_of(city: City) -> RoutingCity:
    """What routing needs of a city."""
    return RoutingCity(
        known=_known(city.outline, city.departments),
        duties={one.code: one.duties for one in city.departments},
        districts={one.code: one.name for one in city.outline.districts},
        categories={one.code: one.name for top in city.outline.categories for one in (top, *top.children)},
    )


def _known(outline: Outline, departments: Iterable[Department]) -> Known:
    codes = {name: one.code for one in departments for name in (one.name, one.code)}
    return Known(departments=codes, categories=_categories(outline), places=_places(outline))


def _categories(outline: Outline) -> dict[str, str]:
    """A name or a code to the code; where a top and a sub-category share a name, it is the top one's."""
    children = [child for top in outline.categories for child in top.children]
    return {name: one.code for one in (*children, *outline.categories) for name in (one.code, one.name)}


def _places(outline: Outline) -> frozenset[str]:
    return frozenset(name for one in outline.districts for name in (one.name, *one.streets))
