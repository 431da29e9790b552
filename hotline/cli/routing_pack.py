"""What the city pack says for routing, read once: directory, labels, duties; the place where kb and tickets meet.

Rule: faults of dispatch.csv are told only when the rest of the pack is whole, for its lines name what the rest holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hotline.kb.load import load_pack
from hotline.kb.model import Department, Outline
from hotline.tickets.routing.directory import DispatchLine
from hotline.tickets.routing.directory_table import Known, read_directory, words_of
from hotline.tickets.routing.labels_table import Label, read_labels
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
    codes = {name: one.code for one in departments for name in (one.name, one.code)}
    path = kb_dir / DIRECTORY
    known = Known(departments=codes, categories=_categories(outline), places=_places(outline))
    lines = read_directory(path, known) if path.is_file() else ()
    labels = read_labels(kb_dir / LABELS, codes)
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


def _categories(outline: Outline) -> dict[str, str]:
    """A name or a code to the code; where a top and a sub-category share a name, it is the top one's."""
    children = [child for top in outline.categories for child in top.children]
    return {name: one.code for one in (*children, *outline.categories) for name in (one.code, one.name)}


def _places(outline: Outline) -> frozenset[str]:
    return frozenset(name for one in outline.districts for name in (one.name, *one.streets))
