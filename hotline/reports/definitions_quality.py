"""What the figures of the quality inspection mean; a page of definitions.py, and under its rule.

Rule: what is drawn by chance stands apart from what was drawn for what went wrong: only the first compares agents.
"""

from __future__ import annotations

from hotline.reports.bases import BY_TOLD, counts, shares
from hotline.reports.figures import Better, Definition, Kind

_SAMPLED = "本市质检规则（资料包 quality.yaml）"
QUALITY = [
    *counts(("inspected", "质检量", "个", "已经评分并告知话务员的通话数。", BY_TOLD, _SAMPLED), listed=False),
    *(
        Definition(
            code=code,
            name=name,
            kind=Kind.MEAN,
            unit="分",
            formula=formula,
            basis=BY_TOLD,
            source=_SAMPLED,
        )
        for code, name, formula in (
            ("score", "平均得分", "质检得分之和÷质检量；含按问题挑出的通话，不代表平时水平。"),
            ("score_by_chance", "随机抽查平均得分", "随机抽到的通话的质检得分之和÷其个数。"),
        )
    ),
    *shares(
        ("passed", "合格率", "得分达到合格线的÷质检量；含按问题挑出的通话。", BY_TOLD, _SAMPLED, Better.NEITHER),
        (
            "passed_by_chance",
            "随机抽查合格率",
            "随机抽到的通话中得分达到合格线的÷随机抽到的通话。",
            BY_TOLD,
            _SAMPLED,
            Better.UP,
        ),
        ("appealed", "申诉率", "话务员提出申诉的÷质检量。", BY_TOLD, _SAMPLED, Better.NEITHER),
        ("appeal_changed", "申诉改评率", "裁定改评的÷已经裁定的申诉。", BY_TOLD, _SAMPLED, Better.NEITHER),
        ("item_done", "做到率", "评“是”的÷适用的评分次数（是、部分、否）。", BY_TOLD, _SAMPLED, Better.UP),
        ("item_partly", "部分做到率", "评“部分”的÷适用的评分次数（是、部分、否）。", BY_TOLD, _SAMPLED, Better.NEITHER),
        listed=False,
    ),
]
