"""Whole and decimal numbers in Hanzi, by digit and by quantity.

The rule: take digits as text and never as a number of any length, for a citizen may send ten thousand of them.
"""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"
_TELEPHONE = "零幺二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_GROUPS = ("", "万", "亿", "万亿")
LONGEST_QUANTITY = 16  # digits; a longer number is read digit by digit
_SPOKEN_IN = {
    7: (3, 4),
    8: (4, 4),
    9: (3, 3, 3),
    10: (3, 3, 4),
    11: (3, 4, 4),
    18: (6, 8, 4),  # an identity number: place, birthday, the rest
}


def say_digits(digits: str) -> str:
    """Digit by digit, one as yi: a year, what follows a decimal point."""
    return "".join(_DIGITS[int(digit)] for digit in digits)


def say_code(digits: str) -> str:
    """Digit by digit, one as yao, without a pause: a room, a bus, a code."""
    return "".join(_TELEPHONE[int(digit)] for digit in digits)


def say_telephone(digits: str) -> str:
    """Digit by digit, one as yao, in the groups in which Chinese speakers say a number."""
    fours = (4,) * (-(-len(digits) // 4))
    sizes = _SPOKEN_IN.get(len(digits), fours if len(digits) > 11 else (len(digits),))
    groups, at = [], 0
    for size in sizes:
        groups.append(say_code(digits[at : at + size]))
        at += size
    return "，".join(groups)


def say_number(number: int) -> str:
    """A whole number from 0 up as a quantity: 10 is shi, 110 yi bai yi shi, 1001 yi qian ling yi, 2000 liang qian."""
    if number == 0:
        return _DIGITS[0]
    if number >= 10**LONGEST_QUANTITY:
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
        spoken += ("两" if place and group == 2 else _say_group(group)) + _GROUPS[place]
        gap = False
    return spoken.removeprefix("一") if spoken.startswith("一十") else spoken


def say_decimal(text: str) -> str:
    """A number as written, with thousands' commas and a point or without, as a quantity."""
    whole, _, part = text.replace(",", "").partition(".")
    return _say_whole(whole) + (f"点{say_digits(part)}" if part else "")


def say_amount(text: str, *, two: str = "二") -> str:
    """A number before its unit: as `say_decimal`, with `two` for a bare 2."""
    return two if text == "2" else say_decimal(text)


def say_price(text: str, *, two: str = "两") -> str:
    """A number before a currency: 12.50 is shi er dian wu."""
    whole, point, part = text.partition(".")
    part = part.rstrip("0")
    return say_amount(whole + (point + part if part else ""), two=two)


def _say_whole(digits: str) -> str:
    if not digits:
        return _DIGITS[0]
    if len(digits) > LONGEST_QUANTITY or (len(digits) > 1 and digits[0] == "0"):
        return say_code(digits)
    return say_number(int(digits))


def _say_group(group: int) -> str:
    spoken, gap = "", False
    for place, digit in zip(range(3, -1, -1), f"{group:04d}", strict=True):
        if digit == "0":
            gap = bool(spoken)
            continue
        word = "两" if place == 3 and digit == "2" else _DIGITS[int(digit)]
        spoken += ("零" if gap else "") + word + _UNITS[place]
        gap = False
    return spoken
