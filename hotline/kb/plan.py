"""What the books hold and what an import would make of it: values and the comparison, pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hotline.kb.model import Entry, Kind
from hotline.kb.records import kind_of
from hotline.kb.versions import Difference, VersionState, differences, title_of

Key = tuple[Kind, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An entry that the books know. id: of its row; last: its newest version's number; pack_sum: see tables."""

    id: int
    entry: Entry
    state: VersionState
    last: int
    position: int
    pack_sum: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an entry stands in the books. id: of its row; last: its newest version's number, 0 for none."""

    id: int
    last: int
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an import does to one entry. differences: field by field; of a new one, all that it says."""

    kind: Kind
    code: str
    title: str
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an import would do. revision: of the books it was made on; entries: as they will be published."""

    revision: int
    added: tuple[Change, ...] = ()
    changed: tuple[Change, ...] = ()
    withdrawn: tuple[Change, ...] = ()
    unchanged: tuple[Change, ...] = ()
    entries: tuple[Entry, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not (self.added or self.changed or self.withdrawn)

    @property
    def summary(self) -> str:
        """One line."""
        return (
            f"新增{len(self.added)}条，修改{len(self.changed)}条，撤下{len(self.withdrawn)}条，"
            f"不变{len(self.unchanged)}条"
        )


def key_of(entry: Entry) -> Key:
    """Kind and code."""
    return kind_of(entry), entry.code


def is_out(one: Kept) -> bool:
    """Whether it is published."""
    return one.state is VersionState.PUBLISHED


def sum_of(known: Mapping[Key, Kept], entry: Entry) -> str:
    """What the pack said of an entry when it was last read."""
    one = known.get(key_of(entry))
    return one.pack_sum if one else ""


def last_of(known: Mapping[Key, Place], entry: Entry) -> int:
    """The number of its newest version, 0 for none."""
    one = known.get(key_of(entry))
    return one.last if one else 0


def planned(entries: Iterable[Entry], known: Mapping[Key, Kept], revision: int, left: Iterable[Kept]) -> Plan:
    """What publishing these entries and withdrawing what is left would do."""
    lists: dict[str, list[Change]] = {"added": [], "changed": [], "unchanged": []}
    entries = tuple(entries)
    for entry in entries:
        one = known.get(key_of(entry))
        before = one.entry if one is not None and is_out(one) else None
        which = "added" if before is None else "unchanged" if before == entry else "changed"
        differs = differences(before, entry) if which != "unchanged" else ()
        lists[which].append(_change(entry, differs))
    return Plan(
        revision=revision,
        entries=entries,
        withdrawn=tuple(_change(one.entry, ()) for one in left),
        **{which: tuple(changes) for which, changes in lists.items()},
    )


def _change(entry: Entry, differs: tuple[Difference, ...]) -> Change:
    return Change(kind=kind_of(entry), code=entry.code, title=title_of(entry), differences=differs)
