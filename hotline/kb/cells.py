"""A cell of a table made into a value and back. What is wrong with it is said in a clerk's words, never guessed at."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from hotline.kb.headings import Shape
from hotline.kb.model import Phone

_PARTS = re.compile(r"[、；;，,\n]")
_APART = (
    re.compile(r"\n"),
    re.compile(r"[；;]"),
    re.compile(r"、(?![^（(《【]*[）)》】])(?!第[\d一二三四五六七八九十百]+[条款项])"),
)
_PHONE_PARTS = re.compile(r"[、；;，,\n]|(?<=\d)\s*/\s*(?=[\d(（])")
_LABELLED = re.compile(r"(?P<label>[^0-9+（(][^0-9]*?)[:：]?\s*(?P<number>[（(+]?\d[\d()（） +转-]*)$")
_NOTED = re.compile(r"(?P<number>[（(+]?\d[\d()（） +转-]*?)\s*[（(](?P<label>[^0-9()（）]+)[)）]$")
_NUMBER = re.compile(r"[（(]?\+?\d[\d()（） +-]*(转\s*\d{1,6})?")
_WEB = re.compile(r"(https?://)?([a-z0-9-]+\.)+[a-z]{2,}(:\d+)?(/\S*)?", re.ASCII | re.IGNORECASE)
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]00:00(?::00)?)?")
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")  # what word processors write for a new line
_UNSEEN = re.compile("[\xad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_GUARDED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")
_RISKY = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
LONGEST = 20_000  # characters of one cell: no guide is longer
LONGEST_TOLD = 40  # characters of what was written, in a fault
_DASHES = str.maketrans("—–－ー‐", "-----")  # the signs that clerks type for a hyphen


class CellError(ValueError):
    """What is wrong with a cell, as a clerk should hear it."""


def parse(text: str, shape: Shape) -> Any:
    """The value that a cell of this shape holds; an empty one is an empty value. Raises CellError."""
    text = tidy(text)
    return _PARSERS[shape](text if shape is Shape.LINES else text.strip())


def tidy(text: str) -> str:
    """A cell's text with plain line breaks and without signs that nobody sees.

    Raises CellError where it is too long or holds a control character.
    """
    if len(text) > LONGEST:
        raise CellError(f"内容有{len(text)}个字，最多{LONGEST}个字")
    if text.isprintable():
        return text
    text = _UNSEEN.sub("", _BREAKS.sub("\n", text))
    wrong = _CONTROL.search(text)
    if wrong:
        after = told(text[max(0, wrong.start() - 5) : wrong.start()])
        place = f"“{after}”之后" if after else "开头"
        raise CellError(f"{place}有看不见的控制字符（U+{ord(wrong[0]):04X}），请删去后重新输入")
    return text


def guarded(text: str, *, typed: bool) -> str:
    """A cell that no spreadsheet runs as a formula: with ' before it where needed, which unguarded() takes off again.

    typed: whether the format itself says that a cell is text, as a workbook does and a CSV file cannot.
    """
    return f"'{text}" if (_GUARDED if typed else _RISKY).match(text) else text


def unguarded(text: str) -> str:
    """The cell without the ' that keeps a spreadsheet from running it."""
    return text[1:] if _GUARDED.match(text) else text


def render(value: Any, shape: Shape) -> str:
    """A value as it is written into a cell; parse() gives the value back."""
    match shape:
        case Shape.LIST | Shape.PHONES:
            return "、".join(str(part) for part in value)
        case Shape.LINES:
            text = "\n".join(value)
            return text if _lines(text) == tuple(value) else text + "\n"  # one line that holds a 、 stays one
        case Shape.DATE:
            return value.isoformat() if value else ""
        case _:
            return str(value)


def told(text: str) -> str:
    """What was written, shortened for a fault."""
    flat = "".join(sign if sign.isprintable() else "�" for sign in " ".join(text[: LONGEST_TOLD * 4].split()))
    return flat if len(flat) <= LONGEST_TOLD else flat[:LONGEST_TOLD] + "…"


def _list(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in _PARTS.split(text) if part.strip()))


def _lines(text: str) -> tuple[str, ...]:
    """One entry a line; without line breaks parted by ；, and without those, where it is no sentence, by 、."""
    if "\n" in text or "；" in text or ";" in text:
        apart = _APART[0] if "\n" in text else _APART[1]
        return tuple(line.strip() for line in apart.split(text) if line.strip())
    is_sentence = "。" in text or "，" in text
    return tuple(line.strip() for line in ([text] if is_sentence else _APART[2].split(text)) if line.strip())


def _phones(text: str) -> tuple[Phone, ...]:
    parts = (part.strip() for part in _PHONE_PARTS.split(text.translate(_DASHES)))
    return tuple(dict.fromkeys(_phone(part) for part in parts if part))


def _phone(text: str) -> Phone:
    found = _LABELLED.fullmatch(text) or _NOTED.fullmatch(text)
    label, number = (found["label"].strip(" ：:"), found["number"].strip()) if found else ("", text)
    digits = sum(sign.isdigit() for sign in number)
    if not _NUMBER.fullmatch(number) or not 3 <= digits <= 20:
        raise CellError(f"“{told(text)}”不是电话号码，应写成0999-55501234或者“户政窗口：0999-55501234”")
    return Phone(number=number, label=label)


def _web(text: str) -> str:
    if text and not _WEB.fullmatch(text):
        raise CellError(f"“{told(text)}”不是网址，应写成www.yunchuan.example")
    return text


def _date(text: str) -> date | None:
    if not text:
        return None
    found = _DAY.fullmatch(text)
    try:
        return date(*map(int, found.groups())) if found else datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007 a day
    except ValueError as fault:
        raise CellError(f"“{told(text)}”不是日期，应写成2026-11-21") from fault


def _code(text: str) -> str:
    if text and not (text.isascii() and text.isdigit()):
        raise CellError(f"“{told(text)}”应为数字")
    return text


_PARSERS: dict[Shape, Callable[[str], Any]] = {
    Shape.TEXT: str,
    Shape.CODE: _code,
    Shape.LIST: _list,
    Shape.LINES: _lines,
    Shape.PHONES: _phones,
    Shape.WEB: _web,
    Shape.DATE: _date,
}
