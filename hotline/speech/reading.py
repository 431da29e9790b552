"""Text as a Chinese speaker says it: phones, times, money, dates and numbers before they reach a voice.

Pure. The rules stand in order; the first that fits a piece of text takes it, so the special stands before the general.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_DIGITS = "零一二三四五六七八九"
_TELEPHONE = "零幺二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_GROUPS = ("", "万", "亿", "万亿")

FIRST_CLAUSE = 24  # characters: the first piece is short, so that the caller waits for little
LONGEST_CLAUSE = 60


def say_digits(digits: str) -> str:
    """Digit by digit, one as yi: a room, a year."""
    return "".join(_DIGITS[int(digit)] for digit in digits)


def say_telephone(digits: str) -> str:
    """Digit by digit, one as yao, in the groups in which Chinese speakers say a number."""
    spoken = "".join(_TELEPHONE[int(digit)] for digit in digits)
    sizes = {11: (3, 4, 4), 10: (3, 3, 4), 12: (4, 4, 4), 8: (4, 4), 7: (3, 4)}.get(len(digits), (len(digits),))
    groups, at = [], 0
    for size in sizes:
        groups.append(spoken[at : at + size])
        at += size
    return "，".join(groups)


def say_number(number: int) -> str:
    """A whole number from 0 up as a quantity: 10 is shi, 110 is yi bai yi shi, 1001 is yi qian ling yi."""
    if number == 0:
        return _DIGITS[0]
    if number >= 10**16:
        return say_digits(str(number))
    groups, spoken, gap = [], "", False
    while number:
        groups.append(number % 10000)
        number //= 10000
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if group == 0:
            gap = True
            continue
        if spoken and (gap or group < 1000):
            spoken += "零"
        spoken += _say_group(group) + _GROUPS[place]
        gap = False
    return spoken.removeprefix("一") if spoken.startswith("一十") else spoken


def _say_group(group: int) -> str:
    spoken, gap = "", False
    for place, digit in zip(range(3, -1, -1), f"{group:04d}", strict=True):
        if digit == "0":
            gap = bool(spoken)
            continue
        spoken += ("零" if gap else "") + _DIGITS[int(digit)] + _UNITS[place]
        gap = False
    return spoken


def _say_decimal(text: str) -> str:
    whole, _, part = text.replace(",", "").partition(".")
    return say_number(int(whole)) + (f"点{say_digits(part)}" if part else "")


def _say_clock(hour: str, minute: str) -> str:
    spoken = f"{say_number(int(hour))}点"
    if int(minute):
        spoken += ("零" if int(minute) < 10 else "") + say_number(int(minute)) + "分"
    return spoken


def _money(found: re.Match[str]) -> str:
    return f"{_say_decimal(found[1])}{found[2] or '元'}"


Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]


def _rule(pattern: str, spoken: Callable[[re.Match[str]], str]) -> Rule:
    return re.compile(pattern), spoken


_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_RULES: tuple[Rule, ...] = (
    # Ticket and other long numbers, before phones: 12 digits and more.
    _rule(r"(?<![\d.])\d{12,}(?![\d.])", lambda m: say_telephone(m[0])),
    # Mobile phones, with or without the country's code.
    _rule(
        r"(?<!\d)(?:\+?86[- ]?)?(1[3-9]\d)[- ]?(\d{4})[- ]?(\d{4})(?!\d)", lambda m: say_telephone(m[1] + m[2] + m[3])
    ),
    # Area code and number.
    _rule(r"(?<!\d)(0\d{2,3})[-— ](\d{7,8})(?!\d)", lambda m: f"{say_telephone(m[1])}，{say_telephone(m[2])}"),
    _rule(r"(?<!\d)(400|800)[- ]?(\d{3,4})[- ]?(\d{3,4})(?!\d)", lambda m: "，".join(map(say_telephone, m.groups()))),
    # Service numbers: five digits that begin with 1 or 9, and the emergency numbers, as telephones.
    _rule(r"(?<![\d.,])(1[12]\d{3}|9[56]\d{3,4})(?![\d.,]|[元件个人天])", lambda m: say_telephone(m[0])),
    _rule(
        r"(?<![\d.,第])(1[12]0|11[0-9]|12[0-9])(?=热线|报警|急救|火警|电话|指挥|台|、|，|。|$)",
        lambda m: say_telephone(m[0]),
    ),
    # Dates, before ranges.
    _rule(
        r"(?<!\d)((?:19|20)\d{2})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)",
        lambda m: f"{say_digits(m[1])}年{say_number(int(m[2]))}月{say_number(int(m[3]))}日",
    ),
    _rule(r"((?:19|20)\d{2})(?=年)", lambda m: say_digits(m[1])),
    # Hours and their ranges.
    _rule(
        r"(?<!\d)(\d{1,2})[:：](\d{2})\s*[-—~～至到]+\s*(\d{1,2})[:：](\d{2})(?!\d)",
        lambda m: f"{_say_clock(m[1], m[2])}到{_say_clock(m[3], m[4])}",
    ),
    _rule(r"(?<!\d)(\d{1,2})[:：](\d{2})(?!\d)", lambda m: _say_clock(m[1], m[2])),
    # Money and shares.
    _rule(rf"[¥￥]\s*({_NUMBER})()", _money),
    _rule(rf"({_NUMBER})(元|万元|亿元)", _money),
    _rule(rf"({_NUMBER})[%％]", lambda m: f"百分之{_say_decimal(m[1])}"),
    # Rooms and the like are read digit by digit.
    _rule(r"(?<!\d)(\d{3,4})(?=室|房间|窗口|号窗)", lambda m: say_digits(m[1])),
    # Ranges of quantities.
    _rule(
        r"(?<![\d.])(\d+)\s*[-~～—]\s*(\d+)(?=个|天|日|月|年|周|人|元|岁|号|楼|层|小时|分钟|项|份)",
        lambda m: f"{say_number(int(m[1]))}到{say_number(int(m[2]))}",
    ),
    # Local telephone numbers stand alone with 7 or 8 digits, also parted in two.
    _rule(
        r"(?<![\d.,-])(\d{3,4})-(\d{4})(?![\d.,-]|[个天日月年周人元岁号楼层小分项份])",
        lambda m: say_telephone(m[1] + m[2]),
    ),
    _rule(r"(?<![\d.,])\d{7,8}(?![\d.,]|[元件个人天])", lambda m: say_telephone(m[0])),
    # Two before a measure word is liang.
    _rule(r"(?<![\d.第])2(?=个|份|次|张|位|天|年(?!级)|周|小时|户|件|家|名|本|项|寸(?!照))", lambda _: "两"),
    _rule(_NUMBER, lambda m: _say_decimal(m[0])),
)


def read_aloud(text: str) -> str:
    """The text with everything in digits as a Chinese speaker says it."""
    pieces: list[tuple[str, bool]] = [(text, False)]
    for pattern, spoken in _RULES:
        pieces = [part for piece in pieces for part in _apply(piece, pattern, spoken)]
    return "".join(piece for piece, _ in pieces)


def _apply(
    piece: tuple[str, bool], pattern: re.Pattern[str], spoken: Callable[[re.Match[str]], str]
) -> list[tuple[str, bool]]:
    text, done = piece
    if done:
        return [piece]
    parts: list[tuple[str, bool]] = []
    at = 0
    for found in pattern.finditer(text):
        parts += [(text[at : found.start()], False), (spoken(found), True)]
        at = found.end()
    return [part for part in (*parts, (text[at:], False)) if part[0]]


_STOPS = re.compile(r"[^。！？；\n]*[。！？；\n]?")
_PAUSES = re.compile(r"[^，、,：]*[，、,：]?")


def clauses(text: str) -> tuple[str, ...]:
    """A text in pieces to speak one after the other, none long, the first short; joined they are the text again."""
    pieces: list[str] = []
    for sentence in filter(None, _STOPS.findall(text)):
        limit = LONGEST_CLAUSE if pieces else FIRST_CLAUSE
        if len(sentence) <= limit:
            pieces.append(sentence)
            continue
        line = ""
        for part in filter(None, _PAUSES.findall(sentence)):
            if line and len(line) + len(part) > (LONGEST_CLAUSE if pieces else FIRST_CLAUSE):
                pieces.append(line)
                line = ""
            line += part
        if line:
            pieces.append(line)
    return tuple(piece for piece in pieces if piece.strip())
