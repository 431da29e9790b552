"""Text as one alphabet before the rules: one form of each digit, letter, dash and bracket; nothing invisible is left.

The rule: whatever has no sound becomes a space or nothing here, so that no rule ever meets it.
"""

from __future__ import annotations

import re
import unicodedata

from hotline.speech.reading.rule import HANZI, Rule, apply, rule

_SAME = {
    **dict.fromkeys("‐‑‒–−﹣－", "-"),
    **dict.fromkeys("―─━⸺", "—"),
    **dict.fromkeys("～〜∼〰", "~"),
    **dict.fromkeys("・•‧∙⋅", "·"),
    **dict.fromkeys("✕✖╳⨯", "×"),
    **dict.fromkeys("⁄∕／", "/"),
    **dict.fromkeys("([{（", "（") | {"[": "〔", "［": "〔"},
    **dict.fromkeys(")]}）", "）") | {"]": "〕", "］": "〕"},
    **dict.fromkeys("「『", "“"),
    **dict.fromkeys("」』", "”"),
    "〈": "《",
    "〉": "》",
    "￥": "¥",
    "〇": "零",
    "○": "零",
    "〖": "【",
    "〗": "】",
    "\t": " ",
    "\r": "\n",
    "\v": "\n",
    "\f": "\n",
    "\u2028": "\n",
    "\u2029": "\n",
    "№": "No.",
    "℡": "电话",
    "℉": "华氏度",
    "㎡": "m²",
    "㎥": "m³",
    "㎢": "km²",
    "µ": "μ",
    "′": "分",
    "″": "秒",
    "\N{GREEK SMALL LETTER MU}": "μ",
    "⇒": "→",
    "⁰": "",
    "¹": "",
    **{power: f"的{number}次方" for power, number in zip("⁴⁵⁶⁷⁸⁹", "四五六七八九", strict=True)},
}
_KEPT = frozenset("，。；：！？、“”‘’（）《》〔〕【】…—·~-→℃°‰%¥$€£²³×÷±≥≤≈<>=+*#@&/_.,:;!?|\n ")
_ROMAN = range(0x2160, 0x2180)
_LIST_MARKS = (
    range(0x2460, 0x249C),  # circled, in brackets, with a stop
    range(0x24EB, 0x24FF),
    range(0x2776, 0x2794),
    range(0x3220, 0x322A),
    range(0x3251, 0x3260),
    range(0x3280, 0x328A),
    range(0x32B1, 0x32C0),
)
_UNHEARD = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Mc", "Me"))


def fold(text: str) -> str:
    """The text in Hanzi, ASCII letters and digits and the signs that the rules know, spaces only where they part."""
    return apply(_SPACES, "".join(map(_folded, text))).strip()


def _folded(sign: str) -> str:
    if sign in _SAME:
        return _SAME[sign]
    if sign in _KEPT or (sign.isascii() and sign.isalnum()) or _is_hanzi(sign):
        return sign
    code = ord(sign)
    if any(code in marks for marks in _LIST_MARKS):
        return f"，{unicodedata.numeric(sign):.0f}、"
    if code in _ROMAN and unicodedata.numeric(sign) <= 12:
        return f"{unicodedata.numeric(sign):.0f}"
    if unicodedata.category(sign) in _UNHEARD:
        return ""
    return _plain(sign)


def _plain(sign: str) -> str:
    digit = unicodedata.decimal(sign, None)
    if digit is not None:
        return str(digit)
    parts = unicodedata.normalize("NFKD", sign)
    kept = "".join(
        _SAME.get(part, part) for part in parts if part in _SAME or part in _KEPT or _is_hanzi(part) or _is_latin(part)
    )
    return kept or " "


def _is_hanzi(sign: str) -> bool:
    return "\u3400" <= sign <= "\u9fff" or "\U00020000" <= sign <= "\U0003ffff"


def _is_latin(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()


_SPACES: tuple[Rule, ...] = (
    rule(r" {2,}", " "),
    rule(r" ?\n[\n ]*", "\n"),
    rule(rf"(?<![{HANZI}])([{HANZI}]) (?=[{HANZI}](?![{HANZI}]))", lambda m: m[1]),  # a name set wide
    rule(rf"(?<=\d{{7}}) (?=[{HANZI}])(?![万亿元人户件])", "，"),  # a telephone, and what follows it
    rule(rf"(?<=[{HANZI}）》”]) (?=[A-Za-z0-9¥$€£#+-])|(?<=[A-Za-z0-9%‰℃²³]) (?=[{HANZI}（《“])", ""),
    rule(r" (?=[，。；：！？、）》”〕】%‰])|(?<=[，。；：！？、（《“〔【¥$€£≥≤<>±]) ", ""),
    rule(r"°[Cc](?![A-Za-z])", "℃"),
    # A comma between digits is one of thousands only before three digits and, where it is a Chinese one, in a price.
    rule(r"(?<!\d)([1-9]\d{0,2})，(?=\d{3}(?:\.\d{1,2})?[万亿]?元)", lambda m: f"{m[1]},"),
    rule(r"(?<![\d.])(1[12]0|11[2-9]|122),(?=(?:1[12]0|11[2-9]|122)(?!\d|[万亿]?元))", lambda m: f"{m[1]}，"),
    rule(r"(?<!\d),|,(?!\d{3}(?!\d))", "，"),
)


def can_be_said(text: str) -> bool:
    """Whether there is anything in the text that a voice can say."""
    return re.search(rf"[A-Za-z0-9{HANZI}]", fold(text)) is not None
