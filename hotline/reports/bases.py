"""What figures count by, in the words that stand beside them, and how a list of them is written. Pure.

Rule: which cases count in a period is said here once; two figures of the same source never say it differently.
"""

from __future__ import annotations

from hotline.reports.figures import Better, Definition, Kind

ANSWERED_WITHIN = 15  # seconds (GB/T 33358-2016)
ANSWERING = "GB/T 33358-2016《政府热线服务规范》（B）"
CALLED_BACK = "《济南市12345市民服务热线条例》第27条、《北京市接诉即办工作条例》第23条（A）"
OURS = "本系统的统计口径"
BY_ARRIVAL = "按来电时间：期内打进来的每个电话计一次。"
BY_CREATION = "按受理时间：期内登记的工单各计一次，不含草稿。"
BY_DISPATCH = "按派单时间：期内派给单位主办的每一次派单计一次；退单后再派、下派、重办再派各算一次，协办不计。"
BY_DUE = (
    "按办结时限：时限（含批准的延期）落在期内的工单各计一次，重办过的按最近一轮；出报表时还没到期又没答复的暂不计；"
    "并单、撤回、转其他机构、不予受理的不计。"
)
BY_FINISH = "按办结时间：期内办结的派单工单各计一次；当场答复的和并入其他工单的不计。"
BY_CALL = "按回访时间：期内有结果的每次回访计一次，联系上，或者打够次数仍未联系上，即有结果；申诉成立的回访不计。"
BY_FIRST = "按首次回访的时间：第一次联系上市民的那次回访在期内的工单各计一次；申诉成立的回访不计。"
BY_FINAL = "按末次回访的时间：最近一次联系上市民的那次回访在期内的工单各计一次；申诉成立的回访不计。"
BY_HOT = "按受理时间，同一位市民只计一次；哪些算同一问题见热点问题。"
BY_TOLD = "按告知话务员的时间：期内提交的质检各计一次；申诉改评的按改评后的评分。"
AS_OF_NOW = "截至出报表的时刻，与统计期无关。"


def counts(*lines: tuple[str, str, str, str, str, str], listed: bool) -> list[Definition]:
    """Counts: code, name, unit, formula, basis, source. listed: whether their tickets can be listed."""
    return [
        Definition(
            code=code,
            name=name,
            kind=Kind.COUNT,
            unit=unit,
            formula=formula,
            basis=basis,
            source=source,
            listed=listed,
        )
        for code, name, unit, formula, basis, source in lines
    ]


def shares(*lines: tuple[str, str, str, str, str, Better], listed: bool) -> list[Definition]:
    """Shares: code, name, formula, basis, source, which way is better. listed: as above."""
    return [
        Definition(
            code=code,
            name=name,
            kind=Kind.SHARE,
            unit="%",
            formula=formula,
            basis=basis,
            source=source,
            better=better,
            listed=listed,
        )
        for code, name, formula, basis, source, better in lines
    ]


def seconds(*lines: tuple[str, str, Kind, str, str]) -> list[Definition]:
    """Seconds of calls: code, name, kind, formula, source."""
    return [
        Definition(code=code, name=name, kind=kind, unit="秒", formula=formula, basis=BY_ARRIVAL, source=source)
        for code, name, kind, formula, source in lines
    ]
