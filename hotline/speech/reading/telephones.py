"""Telephones in all their forms: said by digit, one as yao, in groups; and the short numbers that look like quantities.

The rule: a number of three to eight digits is a telephone only by what stands beside it; before a unit it never is.
"""

from __future__ import annotations

import re

from hotline.speech.reading.measures import MEASURE
from hotline.speech.reading.numerals import say_code, say_telephone
from hotline.speech.reading.rule import Rule, rule

_NO_UNIT = rf"(?!\d|[.,]\d|[%‰℃]|[多余]|平方|公里|{MEASURE})"
_DASH = r"[-— ]"
_EXTENSION = r"(?: ?(?:-|—|转分机|转接|转|[Ee][Xx][Tt]\.?) ?(\d{1,6})(?!\d))?"
_ABOUT = "电话|热线|专线|座机|传真|短号|手机|总机|拨打|请拨|致电|来电|呼叫"
_EMERGENCY = "110|112|114|119|120|122"
_COUNTRY = r"(?<![\d.])(?:（(?:\+|00)?86）|(?:\+|00)?86)"
_AND = "[、，或和及与]"


def _mobile(found: re.Match[str]) -> str:
    return say_telephone(found[1] + found[2] + found[3])


def _landline(found: re.Match[str]) -> str:
    area = found["bracketed"] or found["area"]
    return f"{say_code(area)}，{say_telephone(found['first'] + found['last'])}{_extension(found['ext'])}"


def _from_abroad(found: re.Match[str]) -> str:
    return f"零{say_code(found[1])}，{say_telephone(found[2] + found[3])}{_extension(found[4])}"


def _extension(digits: str | None) -> str:
    return f"转{say_code(digits)}" if digits else ""


def _groups(found: re.Match[str]) -> str:
    return "，".join(say_code(group) for group in found.groups() if group)


def _local(found: re.Match[str]) -> str:
    return say_telephone(found[1] + found[2]) + _extension(found[3])


_AREA = r"010|02\d|0[3-9]\d\d"

RULES: tuple[Rule, ...] = (
    rule(r"(?<!\d)(1[3-9]\d)\*{3,6}(\d{4})(?!\d)", lambda m: f"{say_telephone(m[1])}，尾号{say_code(m[2])}"),
    rule(rf"(?<![\d.])(?:{_COUNTRY}[- ]?)?(1[3-9]\d)[- ]?(\d{{4}})[- ]?(\d{{4}}){_NO_UNIT}", _mobile),
    rule(
        rf"{_COUNTRY}{_DASH}?(?:（0）|0)?([2-9]\d{{1,2}}|10){_DASH}(\d{{3,4}})[- ]?(\d{{4}})(?!\d){_EXTENSION}",
        _from_abroad,
    ),
    rule(
        rf"(?<![\d.])(?:（(?P<bracketed>{_AREA})） ?|(?P<area>{_AREA}){_DASH}{{0,3}})"
        rf"(?P<first>\d{{3,4}})[- ]?(?P<last>\d{{4}})(?!\d)" + _EXTENSION.replace(r"(\d{1,6})", r"(?P<ext>\d{1,6})"),
        _landline,
    ),
    rule(rf"(?<![\d.])({_AREA}){_DASH}(\d{{5,6}})(?!\d)", _groups),
    rule(rf"(?<![\d.])([48]00){_DASH}?(\d{{3}}){_DASH}?(\d{{4}}){_NO_UNIT}", _groups),
    rule(rf"(?<![\d.])([48]00){_DASH}(\d{{2,5}}){_DASH}(\d{{2,5}}){_NO_UNIT}", _groups),
    # Tickets, cards and identities: longer than any telephone.
    rule(r"(?<![\d.])\d{4}(?: \d{4}){2,4}(?: \d{1,4})?(?!\d)", lambda m: "，".join(map(say_code, m[0].split()))),
    rule(r"(?<![\d.])\d{12,}+", lambda m: say_telephone(m[0])),
    # Service numbers: five digits that begin with 1 or 9, and the emergency numbers.
    rule(
        rf"(?<![\d.,第-])(?!\d\d000|1[12][0124-9]00)(1[12]\d{{3}}|9[56]\d{{3,4}}|100(?:86|10|01|99|50)){_NO_UNIT}",
        lambda m: say_code(m[0]),
    ),
    rule(
        rf"(?:(?<=[拨打])|(?<=致电|呼叫|电话|热线))({_EMERGENCY}){_NO_UNIT}",
        lambda m: say_code(m[0]),
    ),
    rule(
        rf"(?<![\d.,第-])({_EMERGENCY})(?=热线|报警|急救|火警|电话|指挥|查号|查询|交通|事故|平台|[台、，。；）]|$){_NO_UNIT}",
        lambda m: say_code(m[0]),
    ),
    rule(
        rf"(?<=[零幺一二三四五六七八九]{_AND})({_EMERGENCY})(?!\d){_NO_UNIT}",
        lambda m: say_code(m[0]),
    ),
    # What the words before it call a telephone.
    rule(
        rf"({_ABOUT})(号码|号|是|为)?([:：]?) ?(\d{{3,8}}){_NO_UNIT}(?!-\d|:\d)",
        lambda m: f"{m[1]}{m[2] or ''}{m[3]}{say_telephone(m[4])}",
    ),
    rule(
        rf"(转|分机号?|尾号)(是|为)?([:：]?) ?(\d{{2,6}}){_NO_UNIT}",
        lambda m: f"{m[1]}{m[2] or ''}{m[3]}{say_code(m[4])}",
    ),
)

# Local numbers of seven and eight digits, also parted in two: after the dates, which look alike.
LOCAL_RULES: tuple[Rule, ...] = (
    rule(rf"(?<![\d.,-])(\d{{3,4}})[- ](\d{{4}}){_NO_UNIT}(?!-\d){_EXTENSION}", _local),
    rule(rf"(?<![\d.,:-])(\d{{3,4}})(\d{{4}}){_NO_UNIT}(?!-\d{{5}}){_EXTENSION}", _local),
)
