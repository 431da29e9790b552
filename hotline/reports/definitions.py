"""What each figure means: its name, formula, basis and source, written once and shown beside it. Pure.

Rule: a formula here and the rows that are counted for it (measures.py) are changed together; a figure whose meaning
changes gets a new code, so that a closed month keeps what it said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hotline.reports.bases import (
    ANSWERED_WITHIN,
    ANSWERING,
    AS_OF_NOW,
    BY_ARRIVAL,
    BY_CALL,
    BY_CREATION,
    BY_DISPATCH,
    BY_DUE,
    BY_FINAL,
    BY_FINISH,
    BY_FIRST,
    BY_HOT,
    CALLED_BACK,
    OURS,
    counts,
    seconds,
    shares,
)
from hotline.reports.definitions_quality import QUALITY
from hotline.reports.definitions_use import USE
from hotline.reports.figures import Better, Definition, Kind

_NO = Better.NEITHER
_TELEPHONE = [
    *counts(("arrived", "来电量", "个", "打进热线的电话数。", BY_ARRIVAL, OURS), listed=False),
    *shares(
        ("in_menu", "自助办理占比", "没有请求人工、由语音菜单办完或转到外部电话的来电÷来电量。", BY_ARRIVAL, OURS, _NO),
        ("asked", "请求人工占比", "排过人工队的来电÷来电量；没看到排队但有话务员接听的也算。", BY_ARRIVAL, OURS, _NO),
        ("answered", "接通率", "话务员接听的来电÷请求人工的来电。", BY_ARRIVAL, f"{ANSWERING}：不低于95%", Better.UP),
        (
            "answered_in_15_s",
            "15秒接通率",
            f"排队不超过{ANSWERED_WITHIN}秒就由话务员接听的来电÷请求人工的来电。",
            BY_ARRIVAL,
            f"{ANSWERING}：{ANSWERED_WITHIN}秒内应答",
            Better.UP,
        ),
        ("abandoned", "呼损率", "排队时挂断的来电÷请求人工的来电。", BY_ARRIVAL, ANSWERING, Better.DOWN),
        (
            "left_queue",
            "离队占比",
            "请求过人工，最后既没有接通也没有在排队时挂断的来电（转回菜单、转外部电话、结局不明、仍在排队）÷请求人工的来电。",
            BY_ARRIVAL,
            OURS,
            _NO,
        ),
        ("lost", "结局不明占比", "通话结局没有记录到的来电÷来电量。", BY_ARRIVAL, OURS, Better.DOWN),
        listed=False,
    ),
    *seconds(
        ("wait", "平均等待时长", Kind.MEAN, "接通的来电的排队秒数之和÷接通的来电数。", ANSWERING),
        ("abandoned_wait", "放弃前平均等待时长", Kind.MEAN, "排队时挂断的来电的排队秒数之和÷其来电数。", OURS),
        ("longest_wait", "最长等待时长", Kind.MOST, "接通的和排队时挂断的来电中最长的排队秒数。", OURS),
        ("talk", "平均通话时长", Kind.MEAN, "接通的来电与话务员通话的秒数之和÷接通的来电数。", ANSWERING),
        (
            "menu_lost",
            "转人工前菜单耗时",
            Kind.MEAN,
            "看到排队的来电从打进来到第一次排队的秒数之和÷看到排队的来电数。",
            f"{ANSWERING}：人工接听前不宜设语音菜单",
        ),
    ),
]
_TICKETS = [
    *counts(("accepted", "受理量", "件", "登记的工单数。", BY_CREATION, OURS), listed=True),
    *shares(
        ("finished", "办结占比", "现在已办结的÷受理量。", BY_CREATION, OURS, _NO),
        ("in_hand", "在办占比", "现在还没有了结的÷受理量。", BY_CREATION, OURS, _NO),
        ("otherwise", "其他了结占比", "转其他机构、不予受理、撤回、并单的÷受理量。", BY_CREATION, OURS, _NO),
        ("on_the_spot", "当场答复率", "没有派单、由话务员当场答复办结的÷受理量。", BY_CREATION, OURS, _NO),
        listed=True,
    ),
]
_ASSESSMENT = [
    *counts(
        ("given", "派单次数", "次", "派给单位主办的次数。", BY_DISPATCH, OURS),
        (
            "red_cards",
            "红牌",
            "张",
            "亮出的红牌数，申诉成立的不计。",
            "按亮牌时间。",
            "《山东省省级政务服务投诉热线管理办法》（B）",
        ),
        listed=True,
    ),
    *shares(
        (
            "signed_on_time",
            "按时签收率",
            "没有因未按时签收被系统催办就签收的派单÷已经签收或者因未按时签收被系统催办的派单；催办申诉成立的算按时。",
            BY_DISPATCH,
            "签收时限由本市设定",
            Better.UP,
        ),
        (
            "returned",
            "退单率",
            "被承办单位退回的派单÷派单次数。",
            BY_DISPATCH,
            "《安阳市政务服务条例》第50条（A）、《山东省政务服务热线管理办法》（B）",
            Better.DOWN,
        ),
        (
            "finished_on_time",
            "按时办结率",
            "在办结时限之前答复的工单÷应办结的工单。",
            BY_DUE,
            "《济南市12345市民服务热线条例》第24条（A）、《四川省12345政务服务便民热线运行管理办法》（B）",
            Better.UP,
        ),
        (
            "finished_early",
            "提前办结率",
            "在办结时限的前一天或更早答复的工单÷应办结的工单。",
            BY_DUE,
            "肇庆一站式服务与电子监察（按时100%，提前64%）",
            Better.UP,
        ),
        (
            "rehandled",
            "重办率",
            "办理过两轮或更多轮的工单÷办结的派单工单。",
            BY_FINISH,
            "《济南市12345市民服务热线条例》第25条（A）",
            Better.DOWN,
        ),
        ("contacted", "回访联系率", "联系上市民的回访÷有结果的回访。", BY_CALL, CALLED_BACK, _NO),
        *(
            line
            for when, name, basis in (("first", "首次", BY_FIRST), ("final", "末次", BY_FINAL))
            for line in (
                (
                    f"solved_{when}",
                    f"{name}回访解决率",
                    "市民说已经解决的÷联系上的；部分解决不算解决。",
                    basis,
                    CALLED_BACK,
                    Better.UP,
                ),
                (f"partly_{when}", f"{name}回访部分解决率", "市民说部分解决的÷联系上的。", basis, CALLED_BACK, _NO),
                (f"rated_{when}", f"{name}回访参评率", "对办理作出评价的÷联系上的。", basis, CALLED_BACK, _NO),
                (
                    f"satisfied_{when}",
                    f"{name}回访满意率",
                    "评价满意和基本满意的÷作出评价的；没有评价的不进分母。",
                    basis,
                    CALLED_BACK,
                    Better.UP,
                ),
            )
        ),
        listed=True,
    ),
]
_AGENTS = [
    *counts(("calls_taken", "接听量", "个", "最后由这位话务员接听的来电数。", BY_ARRIVAL, OURS), listed=False),
    *counts(("written", "填写工单", "件", "由本人登记的工单数。", BY_CREATION, OURS), listed=True),
    *shares(
        ("spot_by_agent", "当场答复率", "本人登记、没有派单当场答复办结的÷本人登记的工单。", BY_CREATION, OURS, _NO),
        listed=True,
    ),
    *seconds(
        ("talk_by_agent", "平均通话时长", Kind.MEAN, "本人接听的来电的通话秒数之和÷接听量。", ANSWERING),
    ),
    *shares(
        (
            "missed",
            "未接率",
            "振铃后无人接或被拒接的次数÷振铃次数。",
            "按振铃时间：每次振铃计一次。",
            OURS,
            Better.DOWN,
        ),
        listed=False,
    ),
    Definition(
        code="wrap_up",
        name="平均话后处理时长",
        kind=Kind.MEAN,
        unit="秒",
        formula="话后处理的秒数之和÷话后处理的次数。",
        basis="按话后处理开始的时间；没有看到结束的不计。",
        source=ANSWERING,
    ),
]
_KNOWLEDGE = [
    *counts(
        ("entries", "已发布条目", "条", "已经发布、没有撤下的知识条目数。", AS_OF_NOW, OURS),
        ("in_review", "待审核", "条", "有一个版本正在等待审核的条目数。", AS_OF_NOW, OURS),
        ("in_draft", "草稿", "条", "有一个版本还是草稿的条目数。", AS_OF_NOW, OURS),
        (
            "unanswered",
            "没有找到答案的问题",
            "个",
            "最近一次没有搜到答案的时间在期内的不同问题数。",
            "按最近一次没有搜到的时间。",
            OURS,
        ),
        (
            "unanswered_times",
            "没有找到答案的次数",
            "次",
            "这些问题历来没有搜到答案的次数之和。",
            "按最近一次没有搜到的时间；次数从有记录起累计。",
            OURS,
        ),
        listed=False,
    ),
    *shares(
        (
            "stale",
            "过期率",
            "有效期已过或超过一年没有核对的条目÷要定期核对的已发布条目（同义词不用核对）。",
            AS_OF_NOW,
            "《北京市接诉即办工作条例》第31条、《潍坊市12345政务服务便民热线条例》第26条（A）",
            Better.DOWN,
        ),
        ("settled", "问题处理率", "已有人处理的÷没有找到答案的问题。", "按最近一次没有搜到的时间。", OURS, Better.UP),
        listed=False,
    ),
]
_HOT = counts(
    ("hot_people", "反映人数", "人", "期内反映同一问题的不同市民数，认不出是谁的每次算一人。", BY_HOT, OURS),
    (
        "hot_before",
        "此前人数",
        "人",
        "期前一段时间内反映同一问题的不同市民数，有多少天写在分组的说明里。",
        BY_HOT,
        OURS,
    ),
    listed=False,
)


def _by_code(definitions: Iterable[Definition]) -> Mapping[str, Definition]:
    return {one.code: one for one in definitions}


DEFINITIONS = _by_code([*_TELEPHONE, *_TICKETS, *_ASSESSMENT, *_AGENTS, *_KNOWLEDGE, *USE, *QUALITY, *_HOT])
"""All of them by code, in the order in which docs/reports.md tells of them."""
TELEPHONE = tuple(one.code for one in _TELEPHONE)
ASSESSMENT = tuple(one.code for one in _ASSESSMENT)
