"""From a figure down to its tickets: what is asked for, checked.

Rule: the tickets of a figure are found under the very conditions under which they were counted (measures.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hotline.errors import InputError
from hotline.reports.definitions import DEFINITIONS
from hotline.reports.measures import MEASURES, Tally
from hotline.reports.names import By
from hotline.reports.period import Period

PARTS = ("numerator", "denominator")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """The tickets of a numerator or a denominator. filters: what they have in common; after: the page begins there."""

    tally: Tally
    period: Period
    filters: Mapping[By, str]
    after: str = ""


def drill_of(figure: str, part: str, filters: Mapping[str, str], period: Period, after: str = "") -> Drill:
    """What is asked for. Raises InputError with every fault."""
    faults = {}
    listed = figure in DEFINITIONS and DEFINITIONS[figure].listed
    if not listed:
        known = "、".join(code for code, one in DEFINITIONS.items() if one.listed)
        faults["figure"] = f"figure没有工单可列，可以写{known}"
    if part not in PARTS:
        faults["of"] = f"of只能是{'、'.join(PARTS)}"
    tally = _tally(figure, part) if listed and not faults else None
    if listed and not faults and tally is None:
        faults["of"] = "这个指标没有分母"
    if tally is not None:
        faults |= {
            name: f"这个指标不能按{name}列出，可以用{'、'.join(tally.source.by)}"
            for name in filters
            if name not in tally.source.by
        }
    if faults or tally is None:
        raise InputError("；".join(faults.values()) + "。", fields=faults)
    return Drill(tally=tally, period=period, filters={By(name): key for name, key in filters.items()}, after=after)


def _tally(figure: str, part: str) -> Tally | None:
    measure = MEASURES[figure]
    return measure.top if part == PARTS[0] else measure.of
