"""Which of several things a caller means who was told their names: the second one, or the one with that name. Pure.

The rule: where two could be meant none is: a wrong answer costs a caller more than another question does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from hotline.ivr.meaning import corrected, forms_of, sound_of

ORDINALS = ("第一个", "第二个", "第三个", "第四个")
"""How one is named by its place, for a recogniser."""
NONE_WORDS = ("都不是", "都不对", "都不要", "都唔係", "none of them", "neither")
LONG = 10  # syllables: whoever says more says something else
_PLACES = {
    **dict.fromkeys(("yi", "yao", "1", "one", "first"), 0),
    **dict.fromkeys(("er", "liang", "2", "two", "second"), 1),
    **dict.fromkeys(("san", "shan", "3", "three", "third"), 2),
    **dict.fromkeys(("si", "4", "four", "fourth"), 3),
}
_ONE = "|".join(_PLACES)
_NTH = re.compile(rf"\b(?:di ({_ONE}) (?:ge|guo|ke|xiang|tiao|zhong|jian|zuo)|the (first|second|third|fourth))\b")
_ALONE = re.compile(
    rf"(?:jiu |jiu shi |an |number |option |hao )?(?:di )?({_ONE})(?: ge| ke| guo| hao| one)?(?: jiu shi)?"
)
_LAST = ("zui hou yi ge", "zui hou na ge", "hou mian na ge", "hou yi ge", "hou zhe", "the last one", "the last")
_FORMER = ("qian mian na ge", "qian yi ge", "qian zhe", "shang mian na ge")
_ENOUGH, _AHEAD = 0.75, 0.25  # of the syllables in pairs: of the best, and before the next


def by_place(text: str, count: int) -> int:
    """From 0: the one that is named by its place among so many, -1 where none is."""
    sound = sound_of(text)
    if not sound or len(sound.split()) > LONG:
        return -1
    named = {_PLACES[one or other] for one, other in _NTH.findall(sound)}
    forms = forms_of(text)
    if not named:
        named = {_PLACES[found[1]] for form in forms if (found := _ALONE.fullmatch(form))}
    if not named and any(form in _LAST for form in forms):
        named = {count - 1}
    if not named and any(form in _FORMER for form in forms):
        named = {0}
    place = named.pop() if len(named) == 1 else -1
    return place if 0 <= place < count else -1


def by_name(text: str, names: Sequence[str]) -> int:
    """From 0: the one whose name, or most of a part of it that no other has, was said; -1 where none is."""
    spoken = [form.split() for form in forms_of(corrected(text) or text)]
    said = _pairs(min((form for form in spoken if len(form) > 1), key=len, default=[]))
    if not said:
        return -1
    likeness = [_likeness(said, _pairs(sound_of(name).split())) for name in names]
    best = max(range(len(names)), key=likeness.__getitem__, default=-1)
    if best < 0 or likeness[best] < _ENOUGH:
        return -1
    others = max((value for place, value in enumerate(likeness) if place != best), default=0.0)
    return best if likeness[best] - others >= _AHEAD else -1


def _likeness(said: frozenset[tuple[str, str]], name: frozenset[tuple[str, str]]) -> float:
    """0 to 1: how much of the shorter is in the other."""
    return len(said & name) / min(len(said), len(name)) if name else 0.0


def _pairs(syllables: Sequence[str]) -> frozenset[tuple[str, str]]:
    """Two by two."""
    return frozenset(pairwise(syllables))
