"""The knowledge base: what is published and what waits, what is out of date and whose, what nobody could answer, use.

Rule: entries are told as they stand when the report is made; only unanswered questions and uses have a day. What was
asked is not shown: it is in a citizen's words.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import distinct, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.reports.counting import Amounts
from hotline.reports.figures import Amount
from hotline.reports.knowledge_use import KINDS, OURS
from hotline.reports.knowledge_use import sections as use_sections
from hotline.reports.look import Look, figures_of, whole_section
from hotline.reports.names import By, Kept
from hotline.reports.report import Row, Section, section_of
from hotline.reports.sources import BEGIN, END
from hotline.storage.tables import KbEntryRow, KbMissRow, KbVersionRow

FIGURES = ("entries", "in_review", "in_draft", "stale", "unanswered", "unanswered_times", "settled")
_BY_KIND = ("entries", "in_review", "in_draft")


async def sections(look: Look) -> tuple[Section, ...]:
    """The whole, by kind, by the department that keeps them; and how they are used."""
    kinds, missed = await _by_kind(look.session), await _missed(look)
    whole = {code: Amount(numerator=sum(row[code].numerator for row in kinds.values())) for code in _BY_KIND}
    by_kind = (
        Row(key=kind, name=KINDS.get(kind, kind), figures=figures_of(_BY_KIND, amounts), filters={})
        for kind, amounts in kinds.items()
    )
    owners = (
        Row(
            key=code,
            name=look.names.of(By.DEPARTMENT, code) if code else OURS,
            figures=figures_of(("stale",), {"stale": _stale([kept])}),
            filters={},
        )
        for code, kept in look.kept.items()
    )
    stale = _stale(look.kept.values())
    return (
        whole_section("知识库总体情况", figures_of(FIGURES, {**whole, **missed, "stale": stale})),
        section_of("kind", "按种类", "kind", by_kind),
        section_of("department", "按维护单位", str(By.DEPARTMENT), owners),
        *await use_sections(look),
    )


def _stale(kept: Iterable[Kept]) -> Amount:
    known = list(kept)
    return Amount(numerator=sum(one.stale for one in known), denominator=sum(one.checked for one in known))


async def _by_kind(session: AsyncSession) -> dict[str, Amounts]:
    entry, version = KbEntryRow, KbVersionRow
    out = select(entry.kind, func.count()).where(entry.published.is_not(None)).group_by(entry.kind)
    waiting = (
        select(entry.kind, version.state, func.count(distinct(entry.id)))
        .join(version, version.entry_id == entry.id)
        .where(version.state.in_(("review", "draft")))
        .group_by(entry.kind, version.state)
    )
    found: dict[str, Amounts] = {}
    for kind, count in (await session.execute(out)).all():
        _row(found, kind)["entries"] = Amount(numerator=count)
    for kind, state, count in (await session.execute(waiting)).all():
        _row(found, kind)[f"in_{state}"] = Amount(numerator=count)
    return found


def _row(found: dict[str, Amounts], kind: str) -> Amounts:
    return found.setdefault(kind, dict.fromkeys(_BY_KIND, Amount()))


async def _missed(look: Look) -> Amounts:
    miss = KbMissRow
    asked = select(
        func.count(), func.sum(miss.times + miss.unhelpful), func.count().filter(miss.settled.is_(True))
    ).where(miss.last >= BEGIN, miss.last < END)
    questions, times, settled = (await look.session.execute(asked, look.span().binds())).one()
    return {
        "unanswered": Amount(numerator=questions),
        "unanswered_times": Amount(numerator=int(times or 0)),
        "settled": Amount(numerator=settled, denominator=questions),
    }
