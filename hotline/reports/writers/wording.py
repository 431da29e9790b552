"""Figures as people read them on paper: rounded, with their unit and their band. Pure.

Rule: what is rounded here is only shown; nothing is reckoned with it.
"""

from __future__ import annotations

from hotline.reports.figures import Amount, Figure, Kind
from hotline.reports.period import CITY_TIME, Period
from hotline.reports.report import Report, closing_text

NOTHING = "—"
"""Where something is divided by nothing."""


def value_text(amount: Amount, kind: Kind) -> str:
    """A share in per cent, a mean with one place, a count with commas; without its unit but %."""
    value = amount.value(kind)
    if value is None:
        return NOTHING
    if kind is Kind.SHARE:
        return f"{value * 100:.1f}%"
    return f"{value:,.1f}" if kind is Kind.MEAN else f"{value:,}"


def with_unit(amount: Amount, figure: Figure) -> str:
    """The same with its unit, which a share has already."""
    told, definition = value_text(amount, figure.definition.kind), figure.definition
    return told if definition.kind is Kind.SHARE or told == NOTHING else f"{told}{definition.unit}"


def parts_text(amount: Amount, kind: Kind) -> str:
    """The numerator of the denominator, "" for what has none."""
    if kind not in (Kind.SHARE, Kind.MEAN):
        return ""
    return f"{amount.numerator:,}/{amount.denominator:,}"


def band_text(amount: Amount, kind: Kind) -> str:
    """The 95% band, "" for what has none."""
    band = amount.band(kind)
    return "" if band is None else f"{band[0] * 100:.1f}%–{band[1] * 100:.1f}%"


def rough_band_text(amount: Amount, kind: Kind) -> str:
    """The same in whole per cent, for where there is little room."""
    band = amount.band(kind)
    return "" if band is None else f"{band[0] * 100:.0f}%~{band[1] * 100:.0f}%"


def change_sign(now: Amount, other: Amount | None, kind: Kind) -> str:
    """How it differs from another period, ▲8.3点 or ▼12.0%; "" where one of them is nothing. Points are of a share."""
    mine, its = now.value(kind), other.value(kind) if other else None
    if mine is None or its is None or (kind is not Kind.SHARE and not its):
        return ""
    told = f"{abs((mine - its) * 100 if kind is Kind.SHARE else (mine / its - 1) * 100):.1f}"
    if float(told) == 0:
        return "＝"
    return f"{'▲' if mine > its else '▼'}{told}{'点' if kind is Kind.SHARE else '%'}"


def period_text(period: Period) -> str:
    """The days, or the one day."""
    return str(period.first) if period.days == 1 else f"{period.first} 至 {period.last}"


def standing(report: Report) -> str:
    """Whether its month is closed, and when it was reckoned, in a sentence."""
    made = f"统计于{report.made.astimezone(CITY_TIME):%Y-%m-%d %H:%M}"
    return f"{closing_text(report) or '未结账，数据可能变化'}。{made}。"
