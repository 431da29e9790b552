"""What the figures of the knowledge's use mean; a page of definitions.py, and under its rule."""

from __future__ import annotations

from hotline.reports.bases import OURS, counts, shares
from hotline.reports.figures import Better

_BY_DAY = "按使用的那一天：期内每天的次数之和。"
USE = [
    *counts(
        (
            "searches",
            "搜索次数",
            "次",
            "话务台、语音菜单、公众查询页搜索的次数；边输入边出结果的，停下来算一次。",
            _BY_DAY,
            OURS,
        ),
        listed=False,
    ),
    *shares(
        ("searches_empty", "没有找到占比", "没有找到答案的搜索÷搜索次数。", _BY_DAY, OURS, Better.DOWN),
        (
            "searches_unsure",
            "不能确定占比",
            "找到了、但不能确定就是答案的搜索÷搜索次数。",
            _BY_DAY,
            OURS,
            Better.NEITHER,
        ),
        listed=False,
    ),
    *counts(
        ("uses", "使用次数", "次", "坐席查看、朗读、发短信、发表格、语音播报、公众查看的次数之和。", _BY_DAY, OURS),
        ("use_opened", "坐席查看", "次", "话务员在话务台打开条目的次数。", _BY_DAY, OURS),
        ("use_aloud", "坐席朗读", "次", "话务员调出朗读用语的次数。", _BY_DAY, OURS),
        ("use_texted", "发短信", "次", "话务员或语音菜单把条目用短信发给市民的次数。", _BY_DAY, OURS),
        ("use_forms", "发表格", "次", "话务员或语音菜单把事项的表格发给市民的次数。", _BY_DAY, OURS),
        ("use_heard", "语音播报", "次", "语音菜单开始播报条目的次数，同一个电话同一条只计一次。", _BY_DAY, OURS),
        ("use_public", "公众查看", "次", "公众查询页打开条目的次数。", _BY_DAY, OURS),
        listed=False,
    ),
    *shares(
        (
            "used_in_calls",
            "通话中使用占比",
            "坐席查看和朗读时有市民在线的次数÷坐席查看和朗读的次数。",
            _BY_DAY,
            OURS,
            Better.NEITHER,
        ),
        ("helpful", "有用率", "话务员说条目有用的次数÷话务员说有用和没用的次数。", _BY_DAY, OURS, Better.UP),
        (
            "unused",
            "未使用率",
            "期内没有用过的条目÷统计期结束以前就有、现在已发布的条目（不含同义词）。",
            "条目截至出报表的时刻；使用按期内每天的次数。",
            OURS,
            Better.DOWN,
        ),
        listed=False,
    ),
]
