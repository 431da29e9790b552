"""One look at the books for one report: figures in three periods, put into rows with their names.

Rule: a report is made within one reading transaction: all its sections tell of the same moment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from hotline.reports.counting import Amounts, Span, counted, whole
from hotline.reports.definitions import DEFINITIONS
from hotline.reports.figures import Amount, Figure, added
from hotline.reports.hot.model import HotReport
from hotline.reports.names import By, Kept, Names
from hotline.reports.period import Period
from hotline.reports.report import WHOLE, Row, Section, section_of

REST = "rest"
"""The key of a row for all that is not shown one by one."""
ALL = "合计"
"""What the one row of everybody is called."""
_NONE = Amount()


@dataclass(frozen=True, slots=True, kw_only=True)
class Issues:
    """The hot issues of a period. report: None where they were not asked for, cannot be had, or are pending."""

    report: HotReport | None = None
    pending: bool = False


NO_ISSUES = Issues()


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a report is made of. period: as far as it has come; before, year_ago: what it is compared with.

    kept: what each department keeps in the knowledge base, by its code.
    """

    session: AsyncSession
    period: Period
    before: Period
    year_ago: Period
    now: datetime
    names: Names
    kept: Mapping[str, Kept]
    hot: Issues = NO_ISSUES

    def span(self, period: Period | None = None) -> Span:
        """The period, or another one, looked at now."""
        return Span(period=period or self.period, now=self.now)

    async def by(self, codes: Sequence[str], by: By) -> list[Row]:
        """These figures by a column, with the periods before and a year ago."""
        now, before, ago = [await counted(self.session, codes, by, span) for span in self.spans()]
        nothing = dict.fromkeys(codes, _NONE)
        keys = dict.fromkeys([*now, *before, *ago])
        return [
            Row(
                key=key,
                name=self.names.of(by, key),
                figures=figures_beside(codes, now.get(key, nothing), before.get(key, nothing), ago.get(key, nothing)),
                filters={str(by): key},
            )
            for key in keys
        ]

    async def section(self, title: str, codes: Sequence[str], by: By, note: str = "") -> Section:
        """The same as a section, which is called as the column is."""
        return section_of(str(by), title, str(by), await self.by(codes, by), note)

    async def whole(self, codes: Sequence[str]) -> tuple[Figure, ...]:
        """These figures of everybody."""
        now, before, ago = [await whole(self.session, codes, span) for span in self.spans()]
        return figures_beside(codes, now, before, ago)

    def spans(self) -> tuple[Span, Span, Span]:
        """The period, the one before, and the same a year ago."""
        return self.span(), self.span(self.before), self.span(self.year_ago)


def figures_beside(codes: Sequence[str], now: Amounts, before: Amounts, ago: Amounts) -> tuple[Figure, ...]:
    """Of this period, with the other two beside it."""
    return tuple(
        Figure(definition=DEFINITIONS[code], amount=now[code], before=before[code], year_ago=ago[code])
        for code in codes
    )


def nothing(codes: Sequence[str]) -> tuple[Figure, ...]:
    """These figures where there is no row to sum."""
    none = dict.fromkeys(codes, _NONE)
    return figures_beside(codes, none, none, none)


def summed(rows: Sequence[Row]) -> tuple[Figure, ...]:
    """The figures of all rows together, in each period."""
    return tuple(
        replace(
            one, amount=_added(column, "amount"), before=_added(column, "before"), year_ago=_added(column, "year_ago")
        )
        for column in zip(*(row.figures for row in rows), strict=True)
        for one in column[:1]
    )


def _added(column: Sequence[Figure], name: str) -> Amount:
    return added((getattr(one, name) or _NONE for one in column), column[0].definition.kind)


def figures_of(codes: Sequence[str], amounts: Amounts) -> tuple[Figure, ...]:
    """Of this period alone."""
    return tuple(Figure(definition=DEFINITIONS[code], amount=amounts[code]) for code in codes)


def whole_section(title: str, figures: tuple[Figure, ...], code: str = WHOLE) -> Section:
    """One row that counts everybody. code: of the section."""
    row = Row(key=WHOLE, name=ALL, figures=figures, filters={})
    return Section(code=code, title=title, by="", rows=(row,))


def without_few(section: Section, least: int, name: str) -> Section:
    """The section with the rows of fewer cases than this put together into one, so that nobody is known by them.

    Without other periods, where the same rows may have had fewer.
    """
    rows = [replace(row, figures=_of_this_period(row.figures)) for row in section.rows]
    shown = [row for row in rows if row.figures[0].amount.numerator >= least]
    hidden = [row for row in rows if row.figures[0].amount.numerator < least]
    if not hidden:
        return replace(section, rows=tuple(shown))
    figures = _of_this_period(summed(hidden))
    return replace(section, rows=(*shown, Row(key=REST, name=name, figures=figures, filters={})))


def _of_this_period(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    return tuple(replace(one, before=None, year_ago=None) for one in figures)
