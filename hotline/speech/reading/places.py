"""Addresses, roads, articles of law and the codes of things: what is said by digit though it looks like a quantity.

The rule: a room, a bus and a code are said by digit with one as yao; a building's number is a quantity up to 999.
"""

from __future__ import annotations

import re

from hotline.speech.reading.measures import MEASURE
from hotline.speech.reading.numerals import say_code, say_digits, say_number, say_telephone
from hotline.speech.reading.rule import Rule, rule

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_NAMED = (
    "编号|单号|卡号|账号|帐号|户号|工号|学号|证号|邮编|邮政编码|验证码|号码|代码|编码|车次|流水号|识别码|批号|密码|群号|"
    "工单|订单|身份证|身份证号|受理号|查询码"
)
_LETTERS = r"(?<![A-Za-z0-9])"
_NO_LETTER = r"(?![A-Za-z0-9])"


def _by_digit(text: str) -> str:
    return re.sub(r"\d+", lambda m: say_code(m[0]), text)


def _whole(found: re.Match[str]) -> str:
    return _by_digit(found[0])


def _chain(found: re.Match[str]) -> str:
    """Parts of an address or a code: short ones as numbers, others by digit."""
    return "、".join("杠".join(map(_part, re.split("[-—]", one))) for one in re.split("[、和]", found[0]))


def _part(part: str) -> str:
    if not part.isdigit():
        return _by_digit(part)
    return say_number(int(part)) if len(part) <= 2 and part[0] != "0" else say_code(part)


def _code(found: re.Match[str]) -> str:
    text = found[0]
    return text if text.isalpha() or text.isdigit() else _by_digit(text)


def _standard(found: re.Match[str]) -> str:
    return _by_digit(found[0].replace(" ", "").replace("/", "斜杠").replace("-", "杠").replace("—", "杠"))


def _dotted(found: re.Match[str]) -> str:
    parts = found[0].split(".")
    if len(parts) == 4:
        return "点".join(map(say_code, parts))
    return "点".join(_part(part) if part != "0" else "零" for part in parts)


def _order(found: re.Match[str]) -> str:
    return "第" + (say_number(int(found[1])) if len(found[1]) <= 4 else say_code(found[1]))


def _building(found: re.Match[str]) -> str:
    first, second = int(found[1]), int(found[2])
    return f"{say_number(first)}{'到' if first < second else '杠'}{say_number(second)}"


CODES: tuple[Rule, ...] = (
    rule(rf"(?<=[{_PROVINCES}])([A-Z])·?(?=[A-Z0-9]{{5,6}}{_NO_LETTER})(?=[A-Z]{{0,6}}\d)[A-Z0-9]{{5,6}}", _whole),
    rule(rf"{_LETTERS}\d{{17}}[Xx]{_NO_LETTER}", lambda m: say_telephone(m[0][:17] + "0")[:-1] + "X"),
    rule(
        rf"({_NAMED})(是|为)?([:：]?) ?(\d{{3,11}})(?!\d|[.,]\d|{MEASURE})",
        lambda m: f"{m[1]}{m[2] or ''}{m[3]}{say_telephone(m[4])}",
    ),
    rule(
        rf"{_LETTERS}(?:(?:GB|DB|ISO|IEC|JGJ|YY|HJ|CJJ)(?:/[A-Z])?|[A-Z]{{1,6}}/[A-Z]) ?"
        r"\d{2,8}(?:[-—.]\d{1,4}){0,3}(?!\d)",
        _standard,
    ),
    rule(rf"{_LETTERS}[GSXYCK]\d{{1,4}}(?=国道|省道|县道|乡道|高速|专线)", _whole),
    rule(rf"{_LETTERS}[A-Z]{{1,6}}(?:-[A-Z0-9]{{1,12}}){{1,6}}{_NO_LETTER}", _chain),
    rule(rf"{_LETTERS}[A-Z]{{1,6}}\d{{3,10}}{_NO_LETTER}", _whole),
    rule(rf"{_LETTERS}[A-Z0-9]{{8,32}}{_NO_LETTER}(?<=[A-Z0-9])", _code),
)

RULES: tuple[Rule, ...] = (
    rule(r"(?<![\d.])\d{1,4}(?:\.\d{1,4}){2,6}(?!\d|\.\d)", _dotted),
    # Documents and articles.
    rule(
        r"[〔（]((?:19|20)\d\d)年?[〕）]第?(\d{1,4})(?=号)", lambda m: f"，{say_digits(m[1])}，{say_number(int(m[2]))}"
    ),
    rule(r"（((?:19|20)\d\d)）", lambda m: f"（{say_digits(m[1])}）"),
    rule(rf"(?<=[{_PROVINCES}])\d{{2,4}}(?=[民刑行执知赔破][初终申再监辖执]?)", lambda m: say_code(m[0])),
    rule(r"〔((?:19|20)\d\d)〕", lambda m: f"，{say_digits(m[1])}，"),
    rule(
        r"第 ?(\d{1,4})[-—~至到]+(\d{1,4})(?!\d|\.\d)",
        lambda m: f"第{say_number(int(m[1]))}到{say_number(int(m[2]))}",
    ),
    rule(r"第 ?(\d{1,12})(?!\d|\.\d)", _order),
    rule(r"(?<![A-Za-z])N[Oo]\.? ?(\d{1,4})(?!\d)", lambda m: f"{say_number(int(m[1]))}号"),
    # Roads and lines.
    rule(r"(?<![\d.])(\d{3})(?=路(?!口|由)|国道|省道|县道|乡道|专线)", lambda m: say_code(m[0])),
    # Rooms, with the building and the unit before them or not.
    rule(r"(?<![\d.-])(?:\d{3,4}[、和]){0,9}(?:\d{1,3}-){0,3}\d{3,4}(?=室|号?房(?!屋|源|产|价)|号窗|窗口)", _chain),
    rule(rf"(?<=[座栋幢楼元])\d{{3,4}}(?:[、和]\d{{3,4}}){{0,9}}(?!\d|[.,]\d|平|多|余|{MEASURE})", _whole),
    rule(r"(?<![\d.-])\d{1,4}(?:[-—]\d{1,4}){2,4}(?![\d.-])", _chain),
    rule(r"(?<![\d.])2(?=室[0-9一二两三]厅)", "两"),
    rule(r"(?<![\d.])(\d{1,3})[-—](\d{1,3})(?=号(?!线|窗)|栋|幢|单元)", _building),
    rule(r"(?<![\d.第-])\d{2}\d{2,4}(?<!00)(?=号(?!线|楼|文))|(?<![\d.])0\d{1,8}(?=号)", lambda m: say_code(m[0])),
    rule(r"(\d{1,3})#(?=[楼栋房门宿公厂]|$|[，。；、])", lambda m: f"{say_number(int(m[1]))}号"),
    rule(
        r"(?<![\d\u4e00-\u9fff])-(\d)(?=[楼层])|(?<=[在到至地])-(\d)(?=[楼层])",
        lambda m: f"负{say_number(int(m[1] or m[2]))}",
    ),
)
