"""What a caller's words mean to a menu: one of its choices, yes or no, or words to be searched for. Pure.

The rule: a choice is meant only where nothing else was said: politeness is passed over, and what merely sounds alike is
alike (a recogniser writes 仁公 for 人工). All other words are a question, and are left whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from pypinyin import lazy_pinyin

PERSON_WORDS = (
    "人工", "人工服务", "人工客服", "人工坐席", "转人工", "接线员", "话务员", "客服", "真人", "人工服務",
    "接線員", "a person", "an agent", "operator", "human",
)  # fmt: skip
BACK_WORDS = ("返回", "返回上一级", "上一级", "上一步", "退回", "go back", "back")
REPEAT_WORDS = (
    "重复",
    "再说一遍",
    "再说一次",
    "重听",
    "没听清",
    "再听一遍",
    "再講一次",
    "repeat",
    "again",
    "say it again",
)
YES_WORDS = (
    "是", "是的", "是啊", "是呀", "对", "对的", "对啊", "对呀", "嗯", "好", "好的", "行", "可以", "没错",
    "就是", "就是这个", "就係呢個", "就这个", "係", "啱", "yes", "yeah", "right", "yes please",
)  # fmt: skip
NO_WORDS = (
    "不", "不是", "不是的", "不对", "不是这个", "唔係呢個", "不要", "没有", "错了", "换一个", "下一个", "唔係", "唔啱",
    "都不是", "都不对", "都不要", "都唔係", "都没有", "no", "wrong", "none of them", "neither",
)  # fmt: skip
_OPENINGS = (
    "喂", "你好", "您好", "请问", "请", "麻烦", "麻烦您", "帮我", "给我", "我要", "我想", "我想要", "我", "要",
    "想", "那个", "嗯", "呃", "啊", "转", "转接", "接", "按", "选", "选择", "查", "查询", "查一下", "找",
    "咨询", "听", "please", "i want", "i need", "i would like",
)  # fmt: skip
_ENDINGS = ("一下", "吧", "谢谢", "谢谢你", "谢谢您", "啊", "呀", "呢", "了", "的", "please", "thank you", "thanks")
_NUMBERS = {sound: str(key) for key, sound in enumerate(("yi", "er", "san", "si", "wu", "liu", "qi", "ba", "jiu"), 1)}
_NUMBERS |= {"yao": "1", "liang": "2"}
_ENGLISH = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_NUMBERS |= {word: str(key) for key, word in enumerate(_ENGLISH, 1)}
MUMBLED = 3  # syllables
_TRAILING = re.compile(r"[\d\W]+$")  # a digit behind a yes is the recogniser's
_MARKS = re.compile(r"[^\w\s]|_")


def choice(text: str, choices: Mapping[str, Iterable[str]]) -> str:
    """The key of the choice that these words name by one of its names, or by its number; "" where they name none."""
    said = forms_of(text)
    for key, names in choices.items():
        if any(sound_of(name) in said for name in names):
            return key
    number = next((_NUMBERS.get(form, form) for form in said if form in _NUMBERS or form.isdigit()), "")
    return number if number in choices else ""


def is_one_of(text: str, names: Iterable[str]) -> bool:
    """Whether these words are one of the names, but for politeness."""
    said = forms_of(text)
    return any(sound_of(name) in said for name in names)


def wants_person(text: str) -> bool:
    """Whether these words ask for a person, whatever a recogniser made of those around it: 拆人工, 帮我转人工服务.

    Who complains of the service does not; nor does who speaks of something else that is done by hand (人工流产).
    """
    if is_one_of(text, PERSON_WORDS):
        return True
    sound = f" {sound_of(text)} "
    if " ren gong " not in sound or " tou su " in sound:
        return False
    asks = (" zhuan ren gong ", " ren gong fu wu ", " ren gong ke fu ", " ren gong zuo xi ", " zhao ren gong ")
    return len(sound.split()) <= MUMBLED or any(each in sound for each in asks)


def verdict(text: str) -> bool | None:
    """Yes, no, or neither."""
    whole = _once(sound_of(_TRAILING.sub("", text)))
    if whole.endswith("jiu shi zhe ge"):  # 对，就是这个
        return True
    if whole in _sounds(YES_WORDS):
        return True
    if whole in _sounds(NO_WORDS):
        return False
    plain = _plain(text)
    if is_one_of(text, NO_WORDS) or (plain[:1] in ("不", "唔") and len(plain) <= MUMBLED and plain != "不动产"):
        return False
    return True if is_one_of(text, YES_WORDS) else None


def _once(sound: str) -> str:
    """What is said several times over, once: 对对对, 不对不对."""
    syllables = sound.split()
    for size in range(1, len(syllables) // 2 + 1):
        if syllables == syllables[:size] * (len(syllables) // size):
            return " ".join(syllables[:size])
    return sound


def corrected(text: str) -> str:
    """What a caller wants in place of what was offered: 不是，我问公积金 without its no; "" where no more is said.

    Without a no before them, words as short as a yes are rather a yes or no that was misheard.
    """
    plain = _plain(text)
    for word in sorted(NO_WORDS, key=len, reverse=True):
        if plain.lower().startswith(word) and len(word) > 1:
            plain = plain[len(word) :].strip()
            return plain if len(plain) > 1 else ""
    return plain if len(plain) >= MUMBLED else ""


def _plain(text: str) -> str:
    return " ".join(_MARKS.sub(" ", text).split())


def forms_of(text: str) -> frozenset[str]:
    """How these words sound whole, and without what politeness puts before and behind."""
    whole = sound_of(text)
    forms, ahead = {whole}, [whole]
    while ahead:
        form = ahead.pop()
        shorter = [form.removeprefix(f"{word} ") for word in _sounds(_OPENINGS)]
        shorter += [form.removesuffix(f" {word}") for word in _sounds(_ENDINGS)]
        for each in shorter:
            if each and each not in forms:
                forms.add(each)
                ahead.append(each)
    return frozenset(forms - {""})


@lru_cache(maxsize=4096)
def sound_of(text: str) -> str:
    """Syllables without tones, words of other scripts as they are, with spaces between."""
    words = lazy_pinyin(_MARKS.sub(" ", text.lower()))
    return " ".join(" ".join(words).split())


@lru_cache(maxsize=16)
def _sounds(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(sound_of, words))
