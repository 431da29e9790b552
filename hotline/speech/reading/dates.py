"""Dates and clock times, and their ranges.

The rule: a year is said digit by digit and keeps the word after it; what is no month, day or hour is left to others.
"""

from __future__ import annotations

import re

from hotline.speech.reading.numerals import say_code, say_digits, say_number
from hotline.speech.reading.rule import YEAR, Rule, rule

_TO = r" ?(?:[-—~]{1,2}|至|到) ?"
_CLOCK = r"([01]?\d|2[0-4])[:：]([0-5]\d)(?:[:：]([0-5]\d))?(?![\d:：])"
_HALF = r"(?: ?([AaPp])[Mm](?![A-Za-z]))?"
_SEPTEMBER_18 = ("9", "18")  # the one day of memory whose one is yi


def _date(found: re.Match[str]) -> str:
    return f"{say_digits(found[1])}年{say_number(int(found[3]))}月{say_number(int(found[4]))}日"


def _years(found: re.Match[str]) -> str:
    return f"{say_digits(found[1])}{found[2]}到{say_digits(found[3])}"


def _clock(hour: str, minute: str, second: str | None) -> str:
    number = int(hour)
    spoken = ("两" if number == 2 else say_number(number)) + "点"
    if int(minute) or second:
        spoken += ("零" if int(minute) < 10 else "") + (say_number(int(minute)) if int(minute) else "") + "分"
    if second:
        spoken += say_number(int(second)) + "秒"
    return spoken


def _time(found: re.Match[str]) -> str:
    half = {"a": "上午", "p": "下午"}.get((found[4] or "").lower(), "")
    return half + _clock(found[1], found[2], found[3])


def _times(found: re.Match[str]) -> str:
    return f"{_clock(found[1], found[2], found[3])}到{_clock(found[4], found[5], found[6])}"


def _memory(found: re.Match[str]) -> str:
    day = found[1], found[2]
    return say_digits("".join(day)) if day == _SEPTEMBER_18 else say_code("".join(day))


def _months(found: re.Match[str]) -> str:
    return f"{say_number(int(found[1]))}到{say_number(int(found[2]))}"


RULES: tuple[Rule, ...] = (
    rule(
        rf"(?<![\d.])({YEAR})([-/.])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])"
        r"(?![\d/]|-\d{1,3}(?!\d)|\.\d)(?:[ T](?=\d))?",
        _date,
    ),
    rule(
        rf"(?<![\d.-])({YEAR})[-/](0[1-9]|1[0-2])(?![\d/.-])(?=[ ，。；、）至到—~]|$)",
        lambda m: f"{say_digits(m[1])}年{say_number(int(m[2]))}月",
    ),
    rule(rf"(?<![\d.])({YEAR})(年?){_TO}({YEAR})(?=年|学年|届|财年|[，。；、）]|$)", _years),
    rule(rf"(?<![\d.])({YEAR})(?=年(?!前|来|历史)|学年|财年|届|版)", lambda m: say_digits(m[1])),
    rule(rf"(?<![\d.])(\d{{1,2}})月?{_TO}(\d{{1,2}})(?=月)(?!月\d)", _months),
    rule(r"(?<!\d)0(\d)(?=[月日])", lambda m: say_number(int(m[1]))),
    rule(r"(?<=[\d][点时])0(\d)(?=分|，|。|$)", lambda m: f"零{say_number(int(m[1]))}"),
    rule(r"(?<!\d)(\d{1,2})·(\d{1,2})(?!\d)", _memory),
    rule(rf"(?<![\d:：.]){_CLOCK}{_TO}{_CLOCK}", _times),
    rule(
        r"(比分|比例|比率|配比|比值)(是|为)?([:：]?)(\d{1,4})[:：](\d{1,4})(?!\d)",
        lambda m: f"{m[1]}{m[2] or ''}{m[3]}{say_number(int(m[4]))}比{say_number(int(m[5]))}",
    ),
    rule(rf"(?<![\d:：.]){_CLOCK}{_HALF}", _time),
)
