"""Whose telephone it is: by the whole number, however it is written, or by its end.

The rule: what could as well be an amount or a year is taken for a telephone only where the question says so or asks
for little else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from hotline.kb.search.document import Document
from hotline.kb.search.engine import MATTERS
from hotline.kb.search.numbers import is_amount
from hotline.kb.search.question import Analysis

LEAST_DIGITS = 3  # of a telephone that is asked about
CERTAIN_DIGITS = 7  # so many are a telephone, whatever else is said
TAIL_DIGITS = 4  # the end of a telephone that people remember, or read from a missed call
LONE_TAIL_DIGITS = 5  # from which no word for a telephone is needed
_OF_A_TELEPHONE = re.compile(
    r"尾号|尾数|末尾|结尾|[后末][三四五六3456几]位|最后[是几三四五六]|电话|号码|来电|未接|座机|分机|总机|全号|打过来|打来|打进来|手机上"
)
_WHOSE = re.compile(r"谁|哪|啥|什么|哈子|单位|部门|认得|对对|查查|查一|查下|核实|核对|骗子|[是真]不是|真假|记")
_EXTENSION = re.compile(r"转|分机|ext", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telephones:
    """by_number: documents with the number as it is written, by digits; by_tail: numbers by their last digits."""

    by_number: Mapping[str, Mapping[int, str]]
    by_tail: Mapping[str, tuple[str, ...]]

    def whole(self, asked: Analysis) -> dict[int, str]:
        """The documents whose number is told in full, where a question is little else or names enough digits."""
        signs = zip(asked.plain, asked.worth, strict=True)
        rest = sum(worth > MATTERS and not sign.isdigit() for sign, worth in signs)
        found: dict[int, str] = {}
        for digits in asked.digits:
            if len(digits) >= CERTAIN_DIGITS or (len(digits) >= LEAST_DIGITS and rest <= 2):
                for form in _forms(digits):
                    found |= self.by_number.get(form, {})
        return found

    def ending(self, asked: Analysis) -> dict[int, str]:
        """The documents whose number ends so, where the question says that it is one, or can be about nothing else."""
        is_told = _OF_A_TELEPHONE.search(asked.plain) is not None
        is_asked = _WHOSE.search(asked.plain) is not None
        return {
            place: number
            for digits in asked.digits
            if TAIL_DIGITS <= len(digits) < CERTAIN_DIGITS
            if is_told or (len(digits) >= LONE_TAIL_DIGITS and is_asked and not is_amount(digits, asked.plain))
            for whole in self.by_tail.get(digits[-TAIL_DIGITS:], ())
            if whole.endswith(digits)
            for place, number in self.by_number[whole].items()
        }


def telephones_of(documents: Iterable[Document]) -> Telephones:
    """All telephones: the whole number, without its area code, without its extension."""
    by_number: dict[str, dict[int, str]] = {}
    for place, document in enumerate(documents):
        for number in document.phones:
            for digits in _written(number):
                by_number.setdefault(digits, {}).setdefault(place, number)
    by_tail: dict[str, tuple[str, ...]] = {}
    for digits in by_number:
        by_tail[digits[-TAIL_DIGITS:]] = (*by_tail.get(digits[-TAIL_DIGITS:], ()), digits)
    return Telephones(by_number=by_number, by_tail=by_tail)


def _written(number: str) -> Iterator[str]:
    """What a number of the city is known by."""
    main = re.sub(r"\D", "", _EXTENSION.split(number)[0])
    for digits in dict.fromkeys((re.sub(r"\D", "", number), main)):
        if digits:
            yield digits
        if digits.startswith("0") and len(digits) > 10:
            yield digits[4:]
        if digits.startswith("0") and len(digits) == 11:
            yield digits[3:]


def _forms(digits: str) -> Iterator[str]:
    """What the digits may stand for: 86 997 8623 3310 is 0997 8623 3310."""
    yield digits
    home = digits.removeprefix("00").removeprefix("86")
    if home != digits:
        yield home
        yield home if home.startswith("0") else "0" + home
