"""What the brief tells of: the whole, what citizens asked, who works on it, and what many tell of."""

from __future__ import annotations

from hotline.reports.brief.matters import hot_section
from hotline.reports.figures import FEW
from hotline.reports.look import Look, whole_section
from hotline.reports.names import By
from hotline.reports.report import Section, section_of

TELEPHONE = ("arrived", "answered", "answered_in_15_s", "wait")
TICKETS = ("accepted", "finished", "in_hand", "on_the_spot")
HANDLED = ("signed_on_time", "returned", "finished_on_time", "rehandled", "solved_final", "satisfied_final")
ROWS = ("accepted", "finished", "in_hand", "otherwise")
OFFICES = ("given", "finished_on_time", "returned", "solved_final", "satisfied_final")
NOTE = f"不足{FEW}件的只列出数值，不参加排名。"


async def sections(look: Look) -> tuple[Section, ...]:
    """The whole in three sections; then types, categories, districts, departments, and the hot issues."""
    offices = await look.by(OFFICES, By.DEPARTMENT)
    return (
        whole_section("电话服务", await look.whole(TELEPHONE), "telephone"),
        whole_section("工单受理", await look.whole(TICKETS), "tickets"),
        whole_section("办理情况", await look.whole(HANDLED), "handled"),
        await look.section("按类型", ROWS, By.TYPE),
        await look.section("按类别", ROWS, By.CATEGORY),
        await look.section("按区县", ROWS, By.DISTRICT),
        section_of("department", "按承办单位", str(By.DEPARTMENT), offices, NOTE),
        hot_section(look.hot.report, look.names, pending=look.hot.pending),
    )
