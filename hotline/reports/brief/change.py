"""Whether a figure rose, fell or stood, in words. Pure.

Rule: few cases are not judged, and neither is what chance alone would do: a change counts where it is larger than 1.96
standard errors and than the least change that anybody would speak of.
"""

from __future__ import annotations

from enum import StrEnum
from math import sqrt

from hotline.reports.figures import FEW, Z95, Amount, Kind

LEAST_COUNT = 0.02
"""Of a count, as a share of what it was: a smaller change is none."""
LEAST_SHARE = 0.01
"""Of a share: one percentage point."""
MANY_TIMES = 3
"""From here on a rise is told as so many times, not as hundreds of per cent."""
LEAST_MEAN = 0.05
"""Of a mean, as a share of what it was."""


class Way(StrEnum):
    """How a figure moved."""

    UP = "上升"
    DOWN = "下降"
    SAME = "持平"
    FEW = "样本少"
    """Too few cases to say."""
    NONE = "无可比"
    """Nothing to compare with."""


def way_of(now: Amount, other: Amount | None, kind: Kind) -> Way:
    """How it moved from the other period to this one."""
    one, two = now.value(kind), None if other is None else other.value(kind)
    if other is None or one is None or two is None or kind is Kind.MOST:
        return Way.NONE
    if kind is Kind.COUNT:
        if now.numerator + other.numerator < FEW:
            return Way.FEW
        if not other.numerator:
            return Way.NONE
        least = max(Z95 * sqrt(now.numerator + other.numerator), LEAST_COUNT * other.numerator)
    elif now.few(kind) or other.few(kind):
        return Way.FEW
    elif kind is Kind.SHARE:
        least = max(Z95 * _error(now, other), LEAST_SHARE)
    else:
        least = max(LEAST_MEAN * two, 0.05)
    if abs(one - two) < least:
        return Way.SAME
    return Way.UP if one > two else Way.DOWN


def change_text(now: Amount, other: Amount | None, kind: Kind, name: str) -> str:
    """In words: 比上期上升4.2%. name: of the other period."""
    way = way_of(now, other, kind)
    match way:
        case Way.NONE:
            return f"{name}没有可比的数据"
        case Way.FEW:
            return f"与{name}相比样本少，不作判断"
        case Way.SAME:
            return f"与{name}基本持平"
    times = (now.numerator / other.numerator) if other and other.numerator and kind is Kind.COUNT else 0
    if times >= MANY_TIMES:
        return f"增至{name}的{times:.1f}倍"
    return f"比{name}{way}{_by(now, other or now, kind)}"


def _by(now: Amount, other: Amount, kind: Kind) -> str:
    one, two = now.value(kind) or 0, other.value(kind) or 0
    if kind is Kind.SHARE:
        return f"{abs(one - two) * 100:.1f}个百分点"
    return f"{abs(one - two) / two * 100:.1f}%" if two else ""


def _error(one: Amount, two: Amount) -> float:
    """The standard error of the difference of two shares that are the same."""
    cases = one.denominator + two.denominator
    share = (one.numerator + two.numerator) / cases
    return sqrt(share * (1 - share) * (1 / one.denominator + 1 / two.denominator))
