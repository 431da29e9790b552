"""The monthly bulletin for everybody: what the hotline did, with nothing by which anybody could be known.

Rule: nothing of one ticket and no words of citizens or departments; what fewer than LEAST tickets are about stands in
one line with the rest; departments are not judged here.
"""

from __future__ import annotations

from hotline.reports.look import Look, whole_section, without_few
from hotline.reports.names import By
from hotline.reports.report import Section

LEAST = 5
"""Tickets that a line must have: of fewer, a neighbour knows whose they are."""
TELEPHONE = ("arrived", "answered", "answered_in_15_s", "wait")
TICKETS = ("accepted", "on_the_spot")
HANDLED = ("finished_on_time", "finished_early", "solved_final", "satisfied_final")
REST = f"其他（不足{LEAST}件的合并）"


async def sections(look: Look) -> tuple[Section, ...]:
    """Calls, tickets, how they were handled; then what they were about and where."""
    return (
        whole_section("电话服务", await look.whole(TELEPHONE), "telephone"),
        whole_section("工单受理", await look.whole(TICKETS), "tickets"),
        whole_section("办理情况", await look.whole(HANDLED), "handled"),
        *[
            without_few(await look.section(title, ("accepted",), by), LEAST, REST)
            for by, title in ((By.TYPE, "按类型"), (By.CATEGORY, "按类别"), (By.DISTRICT, "按区县"))
        ],
    )
