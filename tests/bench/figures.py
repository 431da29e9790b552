"""What a bench found: figures, each with the reference beside it, what was to be reached, and whether it was.

Rule: a figure that was not reached is said as plainly as one that was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure. reference: the same of what it stands beside, if any; target: what was to be reached, in words.

    reached: None where nothing was to be reached.
    """

    what: str
    value: float
    unit: str
    reference: float | None = None
    target: str = ""
    reached: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One bench.

    name: of its file; beside: whose the references are; rounds: the figures of each round; notes: what a reader must
    know.
    """

    name: str
    title: str
    figures: tuple[Figure, ...] = ()
    rounds: tuple[dict[str, Any], ...] = ()
    notes: tuple[str, ...] = field(default=())
    beside: str = "native"

    @property
    def reached(self) -> bool:
        """Whether every target was reached."""
        return all(figure.reached is not False for figure in self.figures)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share lies (nearest rank); infinite where there is none."""
    if not values:
        return float("inf")
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def spread(values: Sequence[float]) -> dict[str, float]:
    """The percentiles that every latency is told by, and how many there were."""
    return {
        "p50": round(percentile(values, 0.5), 3),
        "p95": round(percentile(values, 0.95), 3),
        "p99": round(percentile(values, 0.99), 3),
        "most": round(max(values, default=float("inf")), 3),
        "count": len(values),
    }


def at_most(what: str, value: float, limit: float, unit: str, target: str, reference: float | None = None) -> Figure:
    """A figure that is reached where it is at most the limit. target: the limit in words."""
    return Figure(
        what=what,
        value=round(value, 3),
        unit=unit,
        reference=None if reference is None else round(reference, 3),
        target=target,
        reached=value <= limit,
    )


def at_least(what: str, value: float, limit: float, unit: str, reference: float | None = None) -> Figure:
    """A figure that is reached where it is at least the limit."""
    return Figure(
        what=what,
        value=round(value, 3),
        unit=unit,
        reference=None if reference is None else round(reference, 3),
        target=f">= {limit:g} {unit}".rstrip(),
        reached=value >= limit,
    )
