"""The tickets: what was taken down, by every column that it has, and what has become of it."""

from __future__ import annotations

from hotline.reports.look import Look, nothing, summed, whole_section
from hotline.reports.names import By
from hotline.reports.report import Section

FIGURES = ("accepted", "finished", "in_hand", "otherwise")
BY = (
    (By.DEPARTMENT, "按承办单位"),
    (By.TYPE, "按类型"),
    (By.CATEGORY, "按类别"),
    (By.DISTRICT, "按区县"),
    (By.CHANNEL, "按来源渠道"),
    (By.URGENCY, "按紧急程度"),
)


async def sections(look: Look) -> tuple[Section, ...]:
    """The whole, then each column; every section adds up to the whole."""
    spot = await look.whole(("on_the_spot",))
    columns = [await look.section(title, FIGURES, by) for by, title in BY]
    whole = summed(columns[0].rows) or nothing(FIGURES)
    return (
        whole_section("工单总体情况", (*whole, *spot)),
        *columns,
        await look.section("按状态（现在）", FIGURES[:1], By.STATE),
    )
