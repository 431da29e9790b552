"""A figure: what it is called, how it is reckoned, and what came of it. Pure.

Rule: a share is never told without its numerator, its denominator and its band, and never ranked among few cases; a
figure is added up from numerators and denominators, never from shares.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import sqrt

FEW = 30
"""Cases below which a share is shown with its band and not ranked: one case more moves it by over three points."""
Z95 = 1.959963984540054
"""Of the normal distribution, for a band of 95%."""


class Kind(StrEnum):
    """What a figure is."""

    COUNT = "count"
    """So many; no denominator."""
    SHARE = "share"
    """So many of so many."""
    MEAN = "mean"
    """A sum divided by how many it is the sum of."""
    MOST = "most"
    """The largest of all; no denominator."""


class Better(StrEnum):
    """Which way a figure is better; one that is neither is not ranked."""

    UP = "up"
    DOWN = "down"
    NEITHER = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What a figure means. code: for programs, kept; name, formula, basis, source: as people read them, in Chinese.

    unit: of the value, "%" for a share; basis: which cases count in a period; source: the rule that asks for it, with
    its grade (A: the text was read, B: an official notice or the press, C: trade press), or who says it is so; listed:
    whether the tickets behind it can be listed.
    """

    code: str
    name: str
    kind: Kind
    unit: str
    formula: str
    basis: str
    source: str
    better: Better = Better.NEITHER
    listed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """What came of a figure in a period.

    numerator: a count, a sum or the largest; denominator: 0 where there is none.
    """

    numerator: int = 0
    denominator: int = 0

    def value(self, kind: Kind) -> float | None:
        """A share from 0 to 1, a mean, a count; None where it is divided by nothing."""
        if kind in (Kind.COUNT, Kind.MOST):
            return self.numerator
        return self.numerator / self.denominator if self.denominator else None

    def band(self, kind: Kind) -> tuple[float, float] | None:
        """Where a share lies with 95% confidence; None for what is no share, and for none of none."""
        if kind is not Kind.SHARE or not self.denominator:
            return None
        return wilson(self.numerator, self.denominator)

    def few(self, kind: Kind) -> bool:
        """Whether there are too few cases to compare."""
        return kind in (Kind.SHARE, Kind.MEAN) and self.denominator < FEW


def added(amounts: Iterable[Amount], kind: Kind) -> Amount:
    """Several together."""
    known = list(amounts)
    tops = [one.numerator for one in known]
    top = max(tops, default=0) if kind is Kind.MOST else sum(tops)
    return Amount(numerator=top, denominator=sum(one.denominator for one in known))


def wilson(hits: float, cases: int) -> tuple[float, float]:
    """The 95% band of a share (E. B. Wilson, JASA 22, 1927): right also for few cases, and for none or all of them.

    hits: whole, but where a case is several answers of which a part is a hit.

    Raises ValueError where there are more hits than cases, or no cases.
    """
    if not 0 <= hits <= cases or not cases:
        raise ValueError(f"{hits} of {cases} is no share")
    share, z2 = hits / cases, Z95 * Z95
    middle = (share + z2 / (2 * cases)) / (1 + z2 / cases)
    half = Z95 / (1 + z2 / cases) * sqrt(share * (1 - share) / cases + z2 / (4 * cases * cases))
    return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure of a row. before, year_ago: the same in those periods, None where they were not asked for.

    rank: its place among the rows of its section, the best is 1; None where it is not ranked.
    """

    definition: Definition
    amount: Amount
    before: Amount | None = None
    year_ago: Amount | None = None
    rank: int | None = None


def ranked(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The same figure of several rows, with their places; equal values share a place. Few cases have none."""
    if not figures or figures[0].definition.better is Better.NEITHER:
        return tuple(figures)
    kind, sign = figures[0].definition.kind, -1 if figures[0].definition.better is Better.UP else 1
    keys = [_key(one.amount, kind, sign) for one in figures]
    order = sorted(key for key in keys if key is not None)
    return tuple(
        one if key is None else replace(one, rank=order.index(key) + 1) for one, key in zip(figures, keys, strict=True)
    )


def _key(amount: Amount, kind: Kind, sign: int) -> float | None:
    value = amount.value(kind)
    return None if value is None or amount.few(kind) else sign * value
