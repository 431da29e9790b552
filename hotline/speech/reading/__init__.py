"""Text as a speaker says it: phones, times, money, dates, addresses, codes and letters before they reach a voice.

Pure, and our own rules. Compared in Hanzi alone, pauses aside and letters read by ours for all, on the 590 rows of the
table cn2an 0.5.24 (MIT) says 212 as they stand there and wetext 0.1.8 (Apache-2.0) 331; the first knows whole and
decimal numbers only, the second neither tickets, rooms, documents nor telephones written in parts, and spoils them so
that no later rule could mend it. wetext would be right for prose without such numbers, and brings a native library.

The stages stand in order, and the rules in each: the special before the general. What a rule must keep is in
rule.py; what is right is in tests/unit/reading_cases.yaml: add a row there before a rule here.
"""

from __future__ import annotations

from hotline.speech.reading import amounts, dates, english, latin, places, signs, telephones
from hotline.speech.reading.clauses import FIRST_CLAUSE, LONGEST_CLAUSE, clauses
from hotline.speech.reading.folding import fold
from hotline.speech.reading.numerals import say_digits, say_number, say_telephone
from hotline.speech.reading.rule import Rule, apply

__all__ = [
    "FIRST_CLAUSE",
    "LONGEST_CLAUSE",
    "clauses",
    "read_aloud",
    "say_digits",
    "say_number",
    "say_telephone",
]

_STAGES: tuple[tuple[Rule, ...], ...] = (
    latin.ADDRESSES,
    signs.LISTS,
    places.CODES,
    telephones.RULES,
    dates.RULES,
    places.RULES,
    telephones.LOCAL_RULES,
    amounts.SIGNS,
    amounts.RULES,
    amounts.AFTER,
    latin.RULES,
    signs.RULES,
)


def read_aloud(text: str, *, language: str = "zh-CN") -> str:
    """The text as its language's voice says it.

    In Chinese Hanzi and pauses only, empty where there is nothing to say; in Cantonese the same, for which one in a
    telephone is yat; in English the text with telephones and tickets by digit.
    """
    if _speaks(language, "en"):
        return apply(english.RULES, text)
    text = fold(text)
    for stage in _STAGES:
        text = apply(stage, text)
    return text.replace("幺", "一") if _speaks(language, "yue", "zh-HK") else text


def _speaks(language: str, *names: str) -> bool:
    return any(f"{language}-".lower().startswith(f"{name}-".lower()) for name in names)
