"""The assessment: what departments are judged by, in whole, one by one, and by what the tickets were about.

Rule: who has few cases is shown and not ranked; a line of supervision or a citizen's word against which a department
has appealed and was right does not count.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from hotline.reports.definitions import ASSESSMENT
from hotline.reports.figures import FEW
from hotline.reports.look import Look, nothing, summed, whole_section
from hotline.reports.names import By
from hotline.reports.report import Row, Section, section_of
from hotline.storage.tables import UserRow

NOTE = f"不足{FEW}件的只列出数值和95%置信区间，不参加排名。"
NOW = f"{NOTE}按工单现在的登记内容归类。"
OF_AGENTS = ("given", "returned")
"""What follows from how an agent took a ticket down; all else is the departments' work."""
BY = (
    (By.TYPE, "按类型"),
    (By.CATEGORY, "按类别"),
    (By.DISTRICT, "按区县"),
    (By.CHANNEL, "按来源渠道"),
)


async def sections(look: Look) -> tuple[Section, ...]:
    """In whole, with what was answered on the spot, which is no department's; by department; by each column."""
    spot = await look.whole(("on_the_spot",))
    rows = await look.by(ASSESSMENT, By.DEPARTMENT)
    return (
        whole_section("考核指标总体情况", (*spot, *(summed(rows) or nothing(ASSESSMENT)))),
        section_of("department", "按承办单位", str(By.DEPARTMENT), rows, NOTE),
        *[await look.section(title, ASSESSMENT, by, NOW) for by, title in BY],
        section_of("agent", "按登记工单的话务员", str(By.AGENT), await _agents(look), NOTE),
    )


async def _agents(look: Look) -> list[Row]:
    """By who took the tickets down; what nobody knows any more is shown by its user name."""
    people = {one.username: one.name for one in await look.session.execute(select(UserRow.username, UserRow.name))}
    return [replace(row, name=people.get(row.key, row.name)) for row in await look.by(OF_AGENTS, By.AGENT)]
