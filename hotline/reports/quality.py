"""The quality inspection: scores in whole, by agent and by item of the form.

Rule: agents are compared by what was drawn by chance alone; calls that were drawn for what went wrong in them tell how
such calls went, and nothing of whoever has most of them.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import func, select

from hotline.reports.look import Look, whole_section
from hotline.reports.names import By
from hotline.reports.report import Section, section_of
from hotline.storage.tables import QualityAnswerRow, UserRow

BY_AGENT = ("inspected", "score_by_chance", "passed_by_chance", "score", "passed", "appealed", "appeal_changed")
BY_ITEM = ("item_done", "item_partly")
NOTE = "名次只按随机抽查的排；按问题挑出的通话不用来比较话务员。"


async def sections(look: Look) -> tuple[Section, ...]:
    """All together, each agent, each item."""
    users, answers = UserRow, QualityAnswerRow
    people = {row.username: row.name for row in await look.session.execute(select(users.username, users.name))}
    newest = select(answers.item, func.max(answers.name).label("name")).group_by(answers.item)
    items = {row.item: row.name for row in await look.session.execute(newest)}
    agents = [replace(row, name=people.get(row.key, row.name)) for row in await look.by(BY_AGENT, By.AGENT)]
    scored = [replace(row, name=items.get(row.key, row.name)) for row in await look.by(BY_ITEM, By.ITEM)]
    return (
        whole_section("质检总体情况", await look.whole(BY_AGENT)),
        section_of("agent", "按话务员", str(By.AGENT), agents, note=NOTE),
        section_of("item", "按评分项", str(By.ITEM), scored),
    )
