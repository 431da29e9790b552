"""Runs of digits in what is said or typed, also read out sign by sign: 八六二二幺零 and 洞拐勾 as the railways say.

The rule: Hanzi count only where at least MOST of them stand together without a unit, for 两三个 and 十二 are no
telephone. Pure.
"""

from __future__ import annotations

import re

READ_OUT = str.maketrans("零洞一幺二三四五六七拐八九勾", "00112345677899")
LEAST = 4  # signs that are read out one by one
_SIGN = "零洞一幺二三四五六七拐八九勾"
_HANZI = re.compile(rf"(?<![第十百千万{_SIGN}\d])(?:[{_SIGN}\d] ?)+[{_SIGN}\d](?![十百千万亿])")
_RUN = re.compile(r"\d+")
_JOINED = re.compile(r"\d+(?: \d+)+")
_AMOUNT = re.compile(r"\d+ ?(?:元|块|万|千|百|多|人|个|年|号楼|栋|幢|室|房|平|斤|度|米|公里|户|岁|分|吨|亩|次|天|月)")


def read_out(text: str) -> str:
    """A plain text with digits that were read out sign by sign written as digits."""
    return _HANZI.sub(_written, text)


def runs(text: str) -> tuple[str, ...]:
    """The runs of digits in a plain text, those parted by spaces also as one, the longest first."""
    told = read_out(text)
    found = [joined.group().replace(" ", "") for joined in _JOINED.finditer(told)]
    found += _RUN.findall(told)
    return tuple(sorted(dict.fromkeys(found), key=len, reverse=True))


def is_amount(digits: str, text: str) -> bool:
    """Whether digits of a plain text count or number something: 50000元, 1101房."""
    return any(found.group().startswith(digits) for found in _AMOUNT.finditer(read_out(text)))


def _written(found: re.Match[str]) -> str:
    said = found.group()
    signs = said.replace(" ", "")
    return said.translate(READ_OUT) if len(signs) >= LEAST else said
