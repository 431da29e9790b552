"""Whether what a citizen said and the type of the ticket that was written drift apart: a complaint as an enquiry. Pure.

Rule: it abstains when unsure. A word counts only where the citizen says it for this call: not where it is denied or
taken back, asked about, said of another time or put into somebody's mouth; and each hint tells the word.

Words and not the trained classifier: that one knows whose matter a text is, and a complaint and an enquiry about the
same matter are the same to it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

COMPLAINT, REPORT, SUGGESTION, PRAISE = "complaint", "report", "suggestion", "praise"
_AGAINST = (COMPLAINT, REPORT)
_ENQUIRY, _HELP = "enquiry", "help"
_BEFORE, _AFTER = 8, 12  # signs beside a word that are looked at
_REPORTS = "举报"
_DENIED = re.compile(
    r"(?:不是|不|没有?|没有?人|别|并非|不用|无须|无需|谁)(?:想|要|会|打算|为了|来|去|是)*(?:我|我要|我想)?$"
)
_OTHERS = re.compile(
    r"(?:他|她|他们|她们|人家|有人|别人|对方|邻居|同事|领导|医生|老师|物业|公司)(?:都|就|老|还|又)?"
    r"(?:说|叫|让|要|去|在|来|想|威胁)+$|(?:被|给|帮|替)$"
)
_ASKED_BEFORE = re.compile(
    r"(?:怎么|怎样|如何|哪里|哪儿|在哪|到哪|去哪|向谁|找谁|跟谁|能不能|可不可以|能否|是不是|要不要|会不会|有没有|算不算|算是|"
    r"如果|要是|万一|假如|怕|担心|想问|请问|什么叫|什么是)(?:可以|能|才能|去|来|算|会|是|属于|我|要|想|他们|你们|在)*$"
)
_ASKED_AFTER = re.compile(
    r"^(?:的?(?:电话|渠道|流程|方式|途径|热线|号码|网站|部门|入口)|"
    r"\S{0,4}(?:找谁|找哪|打哪|打什么|向谁|去哪|到哪|归谁|归哪|怎么办理|怎么走)|"
    r"(?:是什么|算|是)?(?:意思|不算|算不算)|吗|么|行吗|可以吗|有用吗|\S{0,4}是不是|\S{0,6}怎么(?:投诉|举报))"
)
_OTHER_TIME = re.compile(
    r"(?:上次|上回|之前|以前|前几天|前两天|上周|上个月|去年|昨天|已经|曾经|原来|那次|早就|刚才)"
    r"(?:我|就|也|都|打电话|来|有|在这|跟你们)*$"
)
_DONE = re.compile(
    r"^(?:过|的(?:那|这)?(?:个|件|次)?(?:事|问题|情况|结果|进度|工单|单子|件)|的\S{0,6}(?:怎么样|到哪|进度|结果|回复))"
)
_TAKEN_BACK = re.compile(
    r"(?:不|先不|就不|不用|不想|不要)(?:再)?(?:投诉|举报)(?:了|他|吧)|不是(?:来|要|想)?(?:投诉|举报)|算了(?:吧|不|就)|"
    r"(?:就是|只是|就|光)(?:想|来|打电话)?(?:问|咨询|了解)(?:一下|问|个|情况)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """The city's words. complaint, suggestion, praise: that say it outright; conduct: how somebody was treated."""

    complaint: tuple[str, ...] = ()
    conduct: tuple[str, ...] = ()
    suggestion: tuple[str, ...] = ()
    praise: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """like: the type for which the words speak; place: of the utterance, from 0; words: that were said."""

    like: str
    place: int
    words: str


def drift(signs: Signs, said: Sequence[str], types: Collection[str]) -> Drift | None:
    """What the citizen's words speak for, where no ticket is of that type. said: without signs between the words."""
    if not types:
        return None
    against = _first(signs.complaint, said)
    conduct = list(_counted(signs.conduct, said))
    if against is None and conduct and _enough(conduct, types):
        against = conduct[0]
    taken_back = any(_TAKEN_BACK.search(text) for text in said[against[0] if against else 0 :])
    if against is not None:
        if taken_back or any(one in _AGAINST for one in types):
            return None
        place, word = against
        return Drift(like=REPORT if _REPORTS in word else COMPLAINT, place=place, words=word)
    return None if conduct else _kinder(signs, said, types)


def _kinder(signs: Signs, said: Sequence[str], types: Collection[str]) -> Drift | None:
    """Where nobody is complained of."""
    for like, words in ((PRAISE, signs.praise), (SUGGESTION, signs.suggestion)):
        found = _first(words, said)
        if found is not None:
            # who suggests something often asks for something too
            is_drift = like not in types and (like == PRAISE or not {_HELP, *_AGAINST}.intersection(types))
            return Drift(like=like, place=found[0], words=found[1]) if is_drift else None
    return None


def _enough(conduct: Sequence[tuple[int, str]], types: Collection[str]) -> bool:
    """Beside a call for help one word of anger is none; two different ones are."""
    return len({word for _, word in conduct}) > 1 or all(one == _ENQUIRY for one in types)


def _first(words: Collection[str], said: Sequence[str]) -> tuple[int, str] | None:
    return next(_counted(words, said), None)


def _counted(words: Collection[str], said: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Each time that one of the words counts: in which utterance, and which."""
    for place, text in enumerate(said):
        found = [(at.start(), word) for word in words for at in re.finditer(re.escape(word), text)]
        for start, word in sorted(found):
            before, after = text[max(0, start - _BEFORE) : start], text[start + len(word) :][:_AFTER]
            if _counts(word, before, after):
                yield place, word


def _counts(word: str, before: str, after: str) -> bool:
    if any(pattern.search(before) for pattern in (_DENIED, _OTHERS, _ASKED_BEFORE)) or _ASKED_AFTER.match(after):
        return False
    return not (_DONE.match(after) or ("要" not in word and _OTHER_TIME.search(before)))
