"""Money, shares, temperatures, quantities with their units and ranges, and at last the bare numbers.

The rule: a range is said with dao and its unit once; the last rule leaves no digit, whatever came before it.
"""

from __future__ import annotations

import re

from hotline.speech.reading.measures import EACH, LATIN_UNIT, LATIN_UNITS, LIANG, MEASURE, each, either
from hotline.speech.reading.numerals import (
    say_amount,
    say_code,
    say_decimal,
    say_digits,
    say_number,
    say_price,
    say_telephone,
)
from hotline.speech.reading.rule import NUMBER, Rule, rule

_SPAN = r" ?[-—~]{1} ?"
_NUMERAL = r"\d++(?:,\d{3}(?!\d))*+(?:\.\d++)?+"  # where something stands before it that is no digit
_CURRENCIES = {
    "RMB": ("人民币", "元"),
    "CNY": ("人民币", "元"),
    "¥": ("", "元"),
    "US$": ("", "美元"),
    "USD": ("", "美元"),
    "HK$": ("", "港元"),
    "HKD": ("", "港元"),
    "$": ("", "美元"),
    "€": ("", "欧元"),
    "£": ("", "英镑"),
}
_MONEY_BEFORE = "|".join(map(re.escape, sorted(_CURRENCIES, key=len, reverse=True)))
_RATE = rf"((?:/(?:{EACH}|{LATIN_UNIT}))(?:[/·](?:{EACH}))*)?"
_SAID = "零幺一二两三四五六七八九十百"  # a number begins or ends so once it is said
_TWO = re.compile(either(LIANG))
_SIGN = r"(?<![\d.,A-Za-z%℃²³])[-+±]|(?<![\d.,])"  # or none, where a number begins
_SIGNS = {"-": "负", "+": "正", "±": "正负", "": ""}


def _two(unit: str) -> str:
    """How 2 is said before this unit."""
    return "两" if _TWO.match(unit) else "二"


def _currency(found: re.Match[str]) -> str:
    before, unit = _CURRENCIES[found[1]]
    last = f"到{say_price(found[3])}" if found[3] else ""
    return f"{before}{say_price(found[2])}{last}{found[4] or ''}{unit}"


def _percent(number: str) -> str:
    return "百" if number == "100" else say_decimal(number)


def _share(found: re.Match[str]) -> str:
    if found[3] == "%":
        return f"{_SIGNS[found[1]]}百分之{_percent(found[2])}"
    return f"{_SIGNS[found[1]]}千分之{say_decimal(found[2])}"


def _shares(found: re.Match[str]) -> str:
    first, last = _SIGNS[found[1]], _SIGNS[found[3]]
    return f"{first}百分之{_percent(found[2])}到{last}百分之{_percent(found[4])}"


def _degrees(sign: str, number: str) -> str:
    return ("零下" if sign else "") + say_amount(number, two="两")


def _temperature(found: re.Match[str]) -> str:
    return f"{_degrees(found[1], found[2])}摄氏度"


def _temperatures(found: re.Match[str]) -> str:
    unit = "摄氏度" if found[3] else ""
    return f"{_degrees(found[1], found[2])}{unit}到{_degrees(found[4], found[5])}摄氏度"


def _latin_unit(found: re.Match[str]) -> str:
    unit = LATIN_UNITS[found[4]]
    first = say_amount(found[2], two=_two(unit))
    last = f"到{say_amount(found[3], two=_two(unit))}" if found[3] else ""
    return f"{_SIGNS[found[1]]}{first}{last}{unit}{each(found[5] or '')}"


def _range(found: re.Match[str]) -> str:
    two = _two(found[3])
    return f"{_SIGNS[found[1] or '']}{say_price(found[2], two=two)}到{say_price(found[4], two=two)}"


def _bare_range(found: re.Match[str]) -> str:
    first, last = found[1], found[2]
    joint = "到" if int(first) < int(last) else "杠"
    return f"{say_decimal(first)}{joint}{say_decimal(last)}"


def _fraction(found: re.Match[str]) -> str:
    above, below = int(found[1]), int(found[2])
    if 0 < above < below:
        return f"{say_number(below)}分之{say_number(above)}"
    return f"{say_decimal(found[1])}、{say_decimal(found[2])}"


def _number(found: re.Match[str]) -> str:
    digits = found[0]
    return say_telephone(digits) if digits.isdigit() and len(digits) >= 9 else say_decimal(digits)


RULES: tuple[Rule, ...] = (
    rule(
        rf"({_MONEY_BEFORE}) ?({_NUMERAL})(?:{_SPAN}(?:{_MONEY_BEFORE})?({_NUMERAL}))?([十百千万亿]{{0,2}})元?",
        _currency,
    ),
    rule(rf"({_SIGN})({_NUMERAL}) ?%?{_SPAN}([-+±]?)({_NUMERAL}) ?%", _shares),
    rule(rf"({_SIGN})({_NUMERAL}) ?([%‰])", _share),
    rule(rf"((?<![\d℃])-|)((?<=-){_NUMERAL}|{NUMBER}) ?(℃|度)?{_SPAN}(-?)({_NUMERAL}) ?℃", _temperatures),
    rule(rf"((?<![\d℃])-)({_NUMERAL}) ?(?:℃|摄氏度|度(?!电))", _temperature),
    rule(rf"({_SIGN})({_NUMERAL})(?:{_SPAN}({_NUMERAL}))? ?({LATIN_UNIT}){_RATE}", _latin_unit),
    rule(rf"({NUMBER})M(?=宽带|光纤|网|的?带宽|流量)", lambda m: f"{say_decimal(m[1])}兆"),
    rule(rf"(宽带|光纤|网速|带宽|速率)({_NUMERAL})M(?![A-Za-z])", lambda m: f"{m[1]}{say_decimal(m[2])}兆"),
    rule(
        rf"(?<!\d)(-|)({NUMBER})(?=(?:{_SPAN})(?:{_NUMERAL})({MEASURE})){_SPAN}({_NUMERAL})",
        _range,
    ),
    rule(rf"({NUMBER})(?=[万亿]?(?:元|美元|港元|欧元|日元|块))", lambda m: say_price(m[1])),
    rule(rf"(?<![\d.,第])(?<![东西南北](?=2门))2(?={either(LIANG)})", "两"),
    rule(r"(?<![\d/.])(\d{1,4})/(\d{1,4})(?![\d/.%])", _fraction),
    rule(r"(?<![\d:：.])(\d{1,5})[:：](\d{1,7})(?!\d)", lambda m: f"{say_number(int(m[1]))}比{say_number(int(m[2]))}"),
    rule(r"(?<![\d.A-Za-z-])(\d{1,4})[-~—](\d{1,4})(?![\d.-])", _bare_range),
    rule(rf"({NUMBER})(?={MEASURE}|[多余几])", lambda m: say_decimal(m[1])),
    rule(NUMBER, _number),
    rule(r"(?<!\d)\.(\d+)", lambda m: f"点{say_digits(m[1])}"),
    rule(r"\d+", lambda m: say_code(m[0])),
)

# Before the numbers are gone: the signs that stand between them.
SIGNS: tuple[Rule, ...] = (
    rule(r"(?<=[\dA-Za-z²³米里]) ?× ?(?=\d)|(?<=\d) ?[*xX] ?(?=\d)", "乘"),
    rule(r"(?<=\d) ?\+ ?(?=\d)", "加"),
    rule(r"(?<=[\d²³A-Za-z]) ?= ?(?=[\d-])", "等于"),
    rule(r"(?<=\d) ?÷ ?(?=\d)", "除以"),
    rule(r"≥|>=(?=[ \d])", "大于等于"),
    rule(r"≤|<=(?=[ \d])", "小于等于"),
    rule(r">(?= ?[\d-])", "大于"),
    rule(r"<(?= ?[\d-])", "小于"),
    rule(r"≈", "约"),
    rule(r"(?<=\d)°(?=\d)", "度"),
)
# After them: a rate whose number was in Hanzi, a minus and a plus that are left.
AFTER: tuple[Rule, ...] = (
    rule(
        rf"(?<=[元角分次度吨米克升时里人份张户件台辆天月年])((?:/(?:{EACH}|{LATIN_UNIT}))(?:[/·](?:{EACH}))*)",
        lambda m: each(m[1]),
    ),
    rule(rf"(?<=[元角分克升斤])/(?=[{_SAID}])", "每"),
    rule(rf"(?<=每)({LATIN_UNIT})", lambda m: LATIN_UNITS[m[1]]),
    rule(rf"(?<=[{_SAID}])²", "的平方"),
    rule(rf"(?<=[{_SAID}])³", "的立方"),
    rule(r"℃", "摄氏度"),
    rule(rf"±(?=[{_SAID}])", "正负"),
    rule(
        rf"(?<=[年月日点分半时元度层楼个米里克斤升吨瓦伏赫秒人岁天周次万亿])[-—~](?=(?:次日|今|明|上午|下午|晚)?[{_SAID}])",
        "到",
    ),
    rule(rf"(?<=号)[-—~](?=[{_SAID}]{{1,9}}[号日])", "到"),
    rule(rf"(?<=号)-(?=[{_SAID}])", "杠"),
    rule(
        rf"(?<![\u4e00-\u9fffA-Za-z-])-(?=[{_SAID}])|(?<=[为是约到])-(?=[{_SAID}])",
        "负",
    ),
    rule(rf"(?<![\u4e00-\u9fffA-Za-z+])\+(?=[{_SAID}])", "正"),
)
