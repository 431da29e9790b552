"""List marks, brackets, dashes and pauses: what is left is Hanzi and the marks at which a voice pauses.

The rule: nothing but Hanzi and the marks of `HEARD` goes on to a voice; it would be spelled in English or dropped.
"""

from __future__ import annotations

import re

from hotline.speech.reading.numerals import say_number
from hotline.speech.reading.rule import HANZI, Rule, rule

_PAUSES = "。！？；：，、\n "  # the strongest first
HEARD = f"{HANZI}。！？；：，、（）《》“”‘’"


def _strongest(found: re.Match[str]) -> str:
    return min(found[0], key=_PAUSES.index)


# Before the numbers.
LISTS: tuple[Rule, ...] = (
    rule(
        r"(?:(?<=[\n。；：，])|^)(?:（(\d{1,2})）|(\d{1,2})(?:[、）]|\.(?!\d)))[、.]? ?(?=[^\d\s，。；、])",
        lambda m: f"{say_number(int(m[1] or m[2]))}、",
    ),
    rule(r"和/或", "和或"),
    rule(r"\*号?(?=键)|(?<=按)\*号?", "星号"),
    rule(r"#号?(?=键)|(?<=按)#号?", "井号"),
    rule(r"(?<=\d)(?:——|--)(?=\d)", "—"),
    rule(r"—{2,}|-{2,}|…+|\.{3,}|→|->|\|", "，"),
    rule(r"[【〖】〗]", "，"),
)
# After everything else.
RULES: tuple[Rule, ...] = (
    rule(r"(?<=[周期拜][一二三四五六日天])[-—~](?=(?:周|星期|礼拜)?[一二三四五六日天])", "到"),
    rule(r"[〔〕—~|]", "，"),
    rule(rf"(?<=[{HANZI}])/(?=[{HANZI}])", "、"),
    rule(rf"(?<=[{HANZI}])-(?=[{HANZI}])", "，"),
    rule(rf"(?<=[{HANZI}])&(?=[{HANZI}])", "和"),
    rule(r"·", ""),
    rule(r",", "，"),
    rule(r"\.", "。"),
    rule(r";", "；"),
    rule(r":", "："),
    rule(r"!", "！"),
    rule(r"\?", "？"),
    rule(rf"[^{HEARD}\n ]+", " "),
    rule(r"(?<=[（《“‘])[，、；：。\s]++|(?<![，、；：\s])[，、；：\s]++(?=[）》”’])", ""),
    rule(r"（）|《》|“”|‘’", ""),
    rule(r" ?([（）《》“”‘’]) ?", lambda m: m[1]),
    rule(r"[。！？；：，、\n ]{2,}", _strongest),
    rule(r"\A[。！？；：，、\s]+|[ \n]+\Z", ""),
    rule(r"\n", "。"),
    rule(r" ", "，"),
)
