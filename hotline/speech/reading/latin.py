"""Latin letters in the Hanzi of their names: neither voice says a letter that it is given as it stands.

Kokoro's Chinese reading drops capitals and takes small letters for sounds, espeak-ng's pinyin voice takes them for
syllables; a Mandarin ear (Whisper base over 8 kHz) heard these names as APP, A, B, D, 5G and PDF again.
The rule: the Hanzi are chosen for the sound that pypinyin and jieba give them, whatever stands beside them.
"""

from __future__ import annotations

import re

from hotline.speech.reading.numerals import say_code
from hotline.speech.reading.rule import Rule, rule

LETTERS = {
    "A": "诶",
    "B": "必",
    "C": "西",
    "D": "帝",
    "E": "伊",
    "F": "艾弗",
    "G": "寄",
    "H": "艾曲",
    "I": "艾",
    "J": "杰",
    "K": "开",
    "L": "艾乐",
    "M": "艾姆",
    "N": "恩",
    "O": "欧",
    "P": "批",
    "Q": "丘",
    "R": "阿尔",
    "S": "艾斯",
    "T": "梯",
    "U": "优",
    "V": "威",
    "W": "达不溜",
    "X": "艾克斯",
    "Y": "歪",
    "Z": "贼",
}
# Words that a Chinese speaker does not spell.
WORDS = {
    "wifi": "无线网络",
    "wi-fi": "无线网络",
    "email": "电子邮件",
    "e-mail": "电子邮件",
    "wechat": "微信",
    "alipay": "支付宝",
    "qq": "扣扣",
    "www": "三达不溜",
    "com": "康姆",
    "word": "沃德",
    "excel": "易克赛尔",
    "iphone": "苹果手机",
}
_MARKS = {
    ".": "点",
    "@": "艾特",
    "/": "斜杠",
    "-": "杠",
    "_": "下划线",
    ":": "冒号",
    "&": "和",
    "=": "等于",
    "#": "井号",
}
_LABEL = r"[A-Za-z0-9][A-Za-z0-9-]{0,62}"
_HOST = rf"{_LABEL}(?:\.{_LABEL}){{0,6}}\.[A-Za-z]{{2,16}}(?![A-Za-z0-9.-]*[A-Za-z0-9-]\d)(?::\d{{2,5}})?"
_BEGIN = r"(?<![A-Za-z0-9.@_/-])"


def spell(text: str) -> str:
    """Each letter by its name; what is no letter stays."""
    return "".join(LETTERS.get(sign.upper(), sign) for sign in text)


def _word(found: re.Match[str]) -> str:
    return WORDS.get(found[0].lower()) or spell(found[0])


def _address(found: re.Match[str]) -> str:
    """A web or mail address, sign by sign."""
    text = found[1].rstrip("/.")
    return re.sub(r"[A-Za-z]+|\d+|.", _part, text)


def _part(found: re.Match[str]) -> str:
    text = found[0]
    if text.isdigit():
        return say_code(text)
    return _MARKS.get(text, "") if not text.isalpha() else _word(found)


# Before all rules: an address, whose digits and dots are no number.
ADDRESSES: tuple[Rule, ...] = (
    rule(
        rf"{_BEGIN}(?:[Hh][Tt][Tt][Pp][Ss]?://)({_LABEL}(?:[.:]{_LABEL}){{0,7}}(?:[/?#][A-Za-z0-9._/?=&%#+~-]{{0,256}})?)",
        _address,
    ),
    rule(rf"{_BEGIN}([A-Za-z0-9][A-Za-z0-9._+-]{{0,63}}@{_HOST})", _address),
    rule(rf"{_BEGIN}({_HOST}(?:/[A-Za-z0-9._/?=&%#+~-]{{0,256}})?)", _address),
)
# After all rules: what letters are left.
RULES: tuple[Rule, ...] = (
    rule(r"(?<![A-Za-z])(?:[Ww]i-[Ff]i|[Ee]-[Mm]ail)(?![A-Za-z])", _word),
    rule(r"(?<=[A-Za-z]) ?& ?(?=[A-Za-z])", "和"),
    rule(r"(?<=[A-Za-z])\+", "加"),
    rule(r"(?<=[A-Za-z])['-](?=[A-Za-z])", ""),
    rule(r"(?<=[A-Za-z])\.(?=[A-Za-z])", "点"),
    rule(r"@(?=[A-Za-z])", "艾特"),
    rule(r"[A-Za-z]+", _word),
)
