"""What a workbook keeps as a number, a date or a formula, as the text that a clerk meant. Pure; no library's types."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from hotline.kb.cells import CellError, told
from hotline.kb.headings import Heading, Shape

MOST_DIGITS = 15  # of a number in a workbook: the rest are noughts
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MOBILE_OR_FREE = re.compile(r"1[3-9]\d{9}|[48]00\d{7}")


def unescaped(text: str) -> str:
    """A text as the format writes it, with its _x000D_ made signs again (ECMA-376 part 1, 22.9.2.19)."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def escaped(text: str) -> str:
    """A text as the format writes it; signs that XML cannot hold are left out."""
    return _NOT_XML.sub("", _ESCAPED.sub(r"_x005F_x\1_", text))


def shown(value: Any, data_type: str, number_format: str, heading: Heading | None) -> str:
    """The text of a cell that is not empty and no text.

    data_type: "f" formula, "e" error value, else by the value. heading: of its column, None for a further one. Raises
    CellError, whose words follow the cell's name.
    """
    if data_type == "f":
        raise CellError("是公式，请复制后用“选择性粘贴—数值”换成内容")
    if data_type == "e":
        raise CellError(f"是错误值{told(str(value))}，请改成正确的内容")
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return _number(value, number_format, heading)
        case datetime():
            is_day = value.time() == time() or (heading is not None and heading.shape is Shape.DATE)
            return value.date().isoformat() if is_day else value.strftime("%Y-%m-%d %H:%M")
        case date():
            return value.isoformat()
        case time():
            return value.strftime("%H:%M")
        case timedelta():
            minutes = int(value.total_seconds()) // 60
            return f"{minutes // 60}:{minutes % 60:02d}"
        case _:
            return unescaped(str(value))


def _number(value: float, number_format: str, heading: Heading | None) -> str:
    if abs(value) >= 10**MOST_DIGITS:
        raise CellError(f"的数字超过{MOST_DIGITS}位，后面的几位已经变成0，请把这一列设为“文本”格式后重新填写")
    if "%" in number_format:
        return f"{value * 100:.{MOST_DIGITS}g}%"
    text = str(int(value)) if value == int(value) else f"{value:.{MOST_DIGITS}g}"
    is_phone = heading is not None and (heading.shape is Shape.PHONES or heading.field == "fax")
    if is_phone and len(text) in (10, 11) and not _MOBILE_OR_FREE.fullmatch(text):
        raise CellError(f"“{text}”是数字格式，区号前面的0丢了，请把这一列设为“文本”格式后重新填写成0{text}")
    return text
