"""How far inspectors agree: second scores laid beside the first, in whole, by item, by inspector and by pair of them.

Pure. Rule: a case is a call scored twice, for the answers on one call hang together; a score that was changed on appeal
is the word of whoever changed it, and nobody is compared with themself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from hotline.quality.calibration import Compared, Second, compared
from hotline.quality.model import Inspection, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A second score beside the first. first, other: user names of who gave them; items: of the form, in its order."""

    inspection: int
    first: str
    other: str
    items: tuple[Compared, ...]
    totals: tuple[int | None, int | None]

    @property
    def different(self) -> tuple[str, ...]:
        """Codes of the items on which they differ."""
        return tuple(item.code for item in self.items if not item.same)

    @property
    def gap(self) -> int | None:
        """Points between the totals, None where one has none."""
        first, other = self.totals
        return None if first is None or other is None else abs(first - other)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How often a second score says what the first said.

    key: an item's code, an inspector's user name, both names of a pair; name: an item's as its form has it, else "";
    same: answers that agree, of so many; calls: scored twice; gap: mean points between the totals, None for an item.
    """

    key: tuple[str, ...]
    name: str
    same: int
    of: int
    calls: int
    gap: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreements:
    """Items in the order of the form, people and pairs by name. A pair is one, whoever of them was first."""

    whole: Agreement
    items: tuple[Agreement, ...]
    inspectors: tuple[Agreement, ...]
    pairs: tuple[Agreement, ...]


@dataclass(slots=True)
class _Tally:
    same: int = 0
    of: int = 0
    calls: set[int] = field(default_factory=set)
    gaps: list[int] = field(default_factory=list)

    def add(self, inspection: int, items: Sequence[Compared], gap: int | None) -> None:
        self.same += sum(item.same for item in items)
        self.of += len(items)
        self.calls.add(inspection)
        if gap is not None:
            self.gaps.append(gap)

    def told(self, *key: str, name: str = "") -> Agreement:
        gap = sum(self.gaps) / len(self.gaps) if self.gaps else None
        return Agreement(key=key, name=name, same=self.same, of=self.of, calls=len(self.calls), gap=gap)


def author(one: Inspection) -> str:
    """Whose word the score is that is told: the inspector's, or of whoever scored anew after an appeal."""
    return one.decided_by if one.state is State.CHANGED else one.inspector


def comparison(first: Inspection, other: Second) -> Comparison | None:
    """The two side by side; None where both are the same person's."""
    if author(first) == other.by:
        return None
    return Comparison(
        inspection=first.id,
        first=author(first),
        other=other.by,
        items=compared(first, (other,)),
        totals=(first.score.total if first.score else None, other.score.total),
    )


def agreements(comparisons: Iterable[Comparison]) -> Agreements:
    """Over all of them."""
    whole = _Tally()
    items: dict[str, _Tally] = {}
    names: dict[str, str] = {}
    inspectors: dict[str, _Tally] = {}
    pairs: dict[tuple[str, str], _Tally] = {}
    for one in comparisons:
        left, right = sorted((one.first, one.other))
        theirs = (inspectors.setdefault(name, _Tally()) for name in (left, right))
        for tally in (whole, pairs.setdefault((left, right), _Tally()), *theirs):
            tally.add(one.inspection, one.items, one.gap)
        for item in one.items:
            names.setdefault(item.code, item.name)
            items.setdefault(item.code, _Tally()).add(one.inspection, (item,), None)
    return Agreements(
        whole=whole.told(),
        items=tuple(tally.told(code, name=names[code]) for code, tally in items.items()),
        inspectors=tuple(inspectors[name].told(name) for name in sorted(inspectors)),
        pairs=tuple(pairs[pair].told(*pair) for pair in sorted(pairs)),
    )
