"""The assessment: what departments are judged by, in whole and one by one.

Rule: who has few cases is shown and not ranked; a line of supervision or a citizen's word against which a department
has appealed and was right does not count.
"""

from __future__ import annotations

from hotline.reports.definitions import ASSESSMENT
from hotline.reports.figures import FEW
from hotline.reports.look import Look, nothing, summed, whole_section
from hotline.reports.names import By
from hotline.reports.report import Section, section_of

NOTE = f"不足{FEW}件的只列出数值和95%置信区间，不参加排名。"


async def sections(look: Look) -> tuple[Section, ...]:
    """In whole, with what was answered on the spot, which is no department's; then by department."""
    spot = await look.whole(("on_the_spot",))
    rows = await look.by(ASSESSMENT, By.DEPARTMENT)
    return (
        whole_section("考核指标总体情况", (*spot, *(summed(rows) or nothing(ASSESSMENT)))),
        section_of("department", "按承办单位", str(By.DEPARTMENT), rows, NOTE),
    )
