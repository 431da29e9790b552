"""Telephones and tickets for an English voice, which reads other numbers well by itself.

The rule: only what is certainly a number to dial or to note is spelled; the rest is left as it is written.
"""

from __future__ import annotations

import re

from hotline.speech.reading.rule import Rule, rule


def _spelled(found: re.Match[str]) -> str:
    groups = re.findall(r"\d+", found[0])
    return ", ".join(" ".join(group) for group in groups)


RULES: tuple[Rule, ...] = (
    rule(r"(?<![\d.,])(?:\+\d{1,3}[- ])?\d{2,4}[- ]\d{3,4}[- ]?\d{4}(?!\d|[.,]\d)", _spelled),
    rule(r"(?<![\d.,])\(?0\d{2,3}\)?[- ]?\d{3,4}[- ]?\d{4}(?!\d|[.,]\d)", _spelled),
    rule(r"(?<![\d.,-])\d{3,4}-\d{4}(?!\d|[.,-]\d)", _spelled),
    rule(r"(?<![\d.,])(?:1[12]\d{3}|9[56]\d{3,4}|1[12]0|11[2-9]|122)(?!\d|[.,]\d|%| (?:yuan|days|people))", _spelled),
    rule(r"(?<![\d.,])\d{7,}(?!\d|[.,]\d)", _spelled),
)
