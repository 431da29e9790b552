"""The words in which clerks write hours, brought into one form: times as 13:30, days as numbers. Pure.

Rule: what is written in another way here means the same; nothing is left out and nothing guessed.
"""

from __future__ import annotations

import re
import unicodedata

EVERY_DAY = frozenset(range(7))  # Monday is 0
WORKDAYS = frozenset(range(5))
HOLIDAY = 7  # a public holiday, beside the days of the week
TIME = r"\d{1,2}:\d{2}"
RANGE = rf"{TIME}-(?:次日|翌日|第二天)?{TIME}"
_LONGEST = {month: 29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31 for month in range(1, 13)}  # days
_NUMERALS = {one: place for place, one in enumerate("零一二三四五六七八九十")} | {"〇": 0, "两": 2}
_NUMBER = r"[零〇一二两三四五六七八九十]{1,3}"
_DATE = r"\d{1,2}月(?:\d{1,2}[日号])?"
DATES = rf"(?:{_DATE})(?:-|至|到)(?:次年|翌年|第二年)?(?:{_DATE})"
_ASIDE = re.compile(rf"\((?!{DATES}\))([^()]*)\)")
_REWRITTEN = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"[\u200b-\u200f\ufeff]", ""),
        (r"[\r\n]+", ";"),
        *((rf"(?<=周|期|拜){number}(?![\d:点时])", day) for number, day in enumerate("一二三四五六日", 1)),
        (r"\s*(?:[-\u2010-\u2015~〜\u2212]+)\s*", "-"),
        (r"(?<=[\d点时刻半分])\s+(?=[上下早晚中周星双每]|\d)", ","),
        (r"\s+", ""),
        (r"(?<=[点时])一刻", "15分"),
        (r"(?<=[点时])三刻", "45分"),
    )
)
_NUMBERED = re.compile(rf"{_NUMBER}(?=点|时(?!间)|小时|月\d|月{_NUMBER}|月[-至到])|(?<=[点时月]){_NUMBER}(?=[分日号])")
_CLOCKS = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"(?<!\d):|:(?!\d)", ""),
        (r"(\d{1,2})[点时](\d{1,2})分?", r"\1:\2"),
        (r"(\d{1,2})[点时]半", r"\1:30"),
        (r"(\d{1,2})[点时](?!间)整?", r"\1:00"),
        (r"(?<![\d:.])(\d{1,2})\.([0-5]\d)(?![\d.])", r"\1:\2"),
        (r"(:\d\d)分", r"\1"),
        (rf"({TIME})(?:至|到)", r"\1-"),
        (rf"(?<![\d:])(\d{{1,2}})(?:-|至|到)({TIME})", r"\1:00-\2"),
        (rf"({TIME})[、/和及与](?=[上下早晚中]|\d)", r"\1,"),
        (r"(\d{1,2})(?:-|至|到)(\d{1,2})月", r"\1月至\2月"),
    )
)
_MORNING, _NOON, _AFTERNOON, _EVENING = "上午|早上|早晨|清晨|凌晨", "中午|正午", "下午|午后|傍晚", "晚上|夜间|夜里|晚"
_PART = rf"{_MORNING}|{_NOON}|{_AFTERNOON}|{_EVENING}"
_OF_DAY = re.compile(
    rf"(?P<part>{_PART})(?P<begins>{TIME})(?:-(?P<other>{_PART})?(?P<ends>{TIME}))?|-(?P<only>{_PART})(?P<at>{TIME})"
)
_WEEKDAY = r"(?:周|星期|礼拜)[一二三四五六日天]"
_BARE = "[一二三四五六日天](?![间月])"
_HOLIDAYS = r"(?:国家|公众)?(?:法定)?(?:节假日|节日|假日|假期)"
_ONE = rf"每?{_WEEKDAY}(?:-|至|到)(?:{_WEEKDAY}|{_BARE})|每?{_WEEKDAY}"
_DAY = rf"{_ONE}|每[天日]|(?:每个|法定)?工作日|双休日|周末|{_HOLIDAYS}"
# one way to read each run of days: two ways to read a day would be 2**n ways to read n of them
DAYS = re.compile(rf"(?:{_DAY})(?:(?:以及|[、和及与])?(?:{_DAY}|{_BARE}))*")
_ONE_DAY = re.compile(rf"{_DAY}|{_BARE}")


def plain(text: str) -> str:
    """The text with half-width digits and signs, - for any dash, times of 24 hours as 13:30, asides between commas."""
    text = unicodedata.normalize("NFKC", text)
    for pattern, to in _REWRITTEN:
        text = pattern.sub(to, text)
    text = _NUMBERED.sub(lambda found: str(_number(found[0])), text)
    for pattern, to in _CLOCKS:
        text = pattern.sub(to, text)
    text = _ASIDE.sub(r",\1,", text)
    return re.sub(r"(:\d\d)(?=\d{1,2}:\d\d)", r"\1,", _OF_DAY.sub(_of_24_hours, text))


def days_of(written: str) -> frozenset[int]:
    """The days that a match of DAYS means: 0 for Monday to 6, and HOLIDAY."""
    return frozenset().union(*(_days(one[0]) for one in _ONE_DAY.finditer(written)))


def minutes(clock: str) -> int:
    """Minutes of the day of a time, -1 where there is none such: 24:00 is the last."""
    hour, _, minute = clock.partition(":")
    told = int(hour) * 60 + int(minute)
    return told if int(minute) < 60 and told <= 1440 else -1


def dates(written: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """The (month, day) of the first and the last of DATES, whole months too; None where there are no such days."""
    (first, _), (last, _) = found = [(one[1], one[2]) for one in re.finditer(r"(\d{1,2})月(\d{0,2})", written)]
    if not all(1 <= int(month) <= 12 for month, _ in found):
        return None
    begins = (int(first), int(found[0][1] or 1))
    ends = (int(last), int(found[1][1] or _LONGEST[int(last)]))
    return (begins, ends) if all(1 <= day <= _LONGEST[month] for month, day in (begins, ends)) else None


def _days(one: str) -> frozenset[int]:
    if re.match("每[天日]", one):
        return EVERY_DAY
    if one.endswith("工作日"):
        return WORKDAYS
    if one in ("双休日", "周末"):
        return EVERY_DAY - WORKDAYS
    if re.fullmatch(_HOLIDAYS, one):
        return frozenset({HOLIDAY})
    places = ["一二三四五六日".index(found) for found in _weekdays(one)]
    first, last = places[0], places[-1]
    return frozenset(range(first, last + 1) if first <= last else (*range(first, 7), *range(last + 1)))


def _weekdays(one: str) -> str:
    return "".join(re.findall("[一二三四五六日天]", one)).replace("天", "日")


def _number(written: str) -> int:
    tens, ten, ones = written.partition("十")
    if not ten:
        return int("".join(str(_NUMERALS[one]) for one in written))
    return (_NUMERALS[tens] if tens else 1) * 10 + (_NUMERALS[ones] if ones else 0)


def _of_24_hours(found: re.Match[str]) -> str:
    if found["only"]:
        return f"-{_clock(found['only'], found['at'])}"
    begins = _clock(found["part"], found["begins"])
    if not found["ends"]:
        return begins
    return f"{begins}-{_clock(found['other'] or found['part'], found['ends'], ends=True)}"


def _clock(part: str, clock: str, *, ends: bool = False) -> str:
    hour, _, minute = clock.partition(":")
    at = int(hour)
    is_late = re.fullmatch(f"{_AFTERNOON}|{_EVENING}", part) is not None
    if (is_late and at < 12) or (re.fullmatch(_NOON, part) and at < 6):
        at += 12
    elif ends and at == 12 and minute == "00" and re.fullmatch(_EVENING, part):
        at = 24
    return f"{at}:{minute}"
