"""The words after a number: measure words and units, and which of them make two a liang.

The rule: a measure word goes into one list only: with it 2 is either liang (two of them) or er (the second, or a date).
"""

from __future__ import annotations

from collections.abc import Iterable


def either(words: Iterable[str]) -> str:
    """A pattern for one of the words, the longest first."""
    return "|".join(sorted(words, key=len, reverse=True))


# 2 is liang before these; a word that would turn the meaning follows in a look-ahead.
LIANG = (
    "个百分点",
    *"个份张位天户件家名本项条套台辆人种处间座批倍岁块元角万亿千米斤亩升克吨遍趟回顿只头匹棵株朵盒箱包袋瓶杯桶碗",
    *"支枝根颗粒片扇盏场部篇首门款口对双副封笔起宗例艘架列字折页样侧省县季夜晚成声步圈套扎瓣滴捆排串筐节课则",
    *("小时", "分钟", "秒", "公里", "厘米", "毫米", "公斤", "毫升", "公顷", "平方米", "平方公里", "立方米", "星期"),
    *(
        "周岁",
        "周年",
        "学期",
        "学年",
        "工作日",
        "自然日",
        "百分点",
        "英寸",
        "摄氏度",
        "昼夜",
        "千克",
        "毫克",
        "千米",
        "平米",
    ),
    *(
        "次(?!元)",
        "年(?!级|代)",
        "周(?!目)",
        "寸(?!照|近|免|彩|白|证)",
        "时(?!代|期)",
        "点(?!名)",
        "度(?!电表)",
        "分钟",
    ),
)
# 2 is er before these: order, addresses and dates.
ER = (
    *"两月日号楼级类栋幢室组期届路代孩胎手维线审环区队班排连营师股",
    *("层", "单元", "号楼", "号窗口", "窗口", "季度", "年级", "车间", "百", "十", "分", "年代", "月份"),
)
MEASURE = either({*LIANG, *ER})

LATIN_UNITS = {
    "km²": "平方公里",
    "km2": "平方公里",
    "m²": "平方米",
    "m2": "平方米",
    "m³": "立方米",
    "m3": "立方米",
    "cm²": "平方厘米",
    "cm³": "立方厘米",
    "km": "公里",
    "cm": "厘米",
    "mm": "毫米",
    "nm": "纳米",
    "μm": "微米",
    "m": "米",
    "kg": "公斤",
    "Kg": "公斤",
    "KG": "公斤",
    "mg": "毫克",
    "μg": "微克",
    "g": "克",
    "t": "吨",
    "ml": "毫升",
    "mL": "毫升",
    "L": "升",
    "ha": "公顷",
    "kWh": "千瓦时",
    "KWh": "千瓦时",
    "kwh": "千瓦时",
    "kW": "千瓦",
    "KW": "千瓦",
    "MW": "兆瓦",
    "W": "瓦",
    "kV": "千伏",
    "KV": "千伏",
    "V": "伏",
    "mA": "毫安",
    "mAh": "毫安时",
    "Hz": "赫兹",
    "kHz": "千赫",
    "MHz": "兆赫",
    "GHz": "吉赫",
    "dB": "分贝",
    "db": "分贝",
    "kPa": "千帕",
    "MPa": "兆帕",
    "mmHg": "毫米汞柱",
    "Mbps": "兆",
    "min": "分钟",
    "h": "小时",
    "s": "秒",
    "℃": "摄氏度",
    "°": "度",
}
LATIN_UNIT = f"(?:{either(LATIN_UNITS)})(?![A-Za-z0-9²³])"
# What a price or a rate is counted by, after a slash.
EACH = either(
    (
        *"人年月日天周次户份张本证套件个台辆吨度米斤亩升克瓶袋箱间床位季班桌车时科门株头只条块栋座",
        *("平方米", "平米", "立方米", "立方", "公里", "小时", "分钟", "公斤", "千瓦时", "学期", "季度", "学年", "人次"),
    )
)


def each(written: str) -> str:
    """What follows a rate's slash, with its dots and slashes: /人·月 is mei ren mei yue."""
    parts = written.replace("/", "·").split("·")
    return "".join(f"每{LATIN_UNITS.get(part, part)}" for part in parts if part)
