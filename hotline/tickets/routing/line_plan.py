"""What reading the city pack's dispatch directory again would do to the lines that are kept. Pure.

Rule: what supervisors changed or withdrew here stays, unless the pack's own line changed too or is gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from hotline.tickets.routing.directory import DispatchLine
from hotline.tickets.routing.line_model import KeptLine, asked_of, sum_of


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePlan:
    """put: lines of the pack that are new or changed, each with the number it gets; gone: the pack has them no more."""

    put: tuple[DispatchLine, ...]
    gone: tuple[int, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not (self.put or self.gone)


def planned(pack: Sequence[DispatchLine], kept: Iterable[KeptLine]) -> LinePlan:
    """The plan. kept: the newest version of every line.

    A changed line of the pack keeps its number where what it asks for is still the same, or the same but for some of
    its keywords; other new ones come after all numbers, in the pack's order.
    """
    kept = list(kept)
    sums = {sum_of(line) for line in pack}
    told = {one.pack_sum for one in kept if one.pack_sum}
    left = {one.line.number: one for one in kept if one.pack_sum and one.pack_sum not in sums}
    free = left | {one.line.number: one for one in kept if not one.pack_sum}
    last = max((one.line.number for one in kept), default=0)
    put = []
    for line in (line for line in pack if sum_of(line) not in told):
        number = _same(line, free.values()) or _alike(line, left.values())
        if not number:
            last = number = last + 1
        free.pop(number, None)
        left.pop(number, None)
        put.append(replace(line, number=number))
    return LinePlan(put=tuple(put), gone=tuple(left))


def _same(line: DispatchLine, kept: Iterable[KeptLine]) -> int:
    """The line that asks for the same, one in force before a withdrawn one; 0 for none."""
    found = [one for one in kept if asked_of(one.line) == asked_of(line)]
    return min(found, key=lambda one: not one.routes).line.number if found else 0


def _alike(line: DispatchLine, kept: Iterable[KeptLine]) -> int:
    """The line of the pack that was this one before a clerk mended its keywords; 0 for none."""
    where = (line.category, line.place)
    return next(
        (
            one.line.number
            for one in kept
            if (one.line.category, one.line.place) == where and set(one.line.keywords) & set(line.keywords)
        ),
        0,
    )
