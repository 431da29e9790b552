"""What of a hot issue may stand on a screen in a public hall. Pure.

Rule: a phrase that could be a person's name, or a home, is left out, although that costs many a phrase that is neither:
names are made of citizens' words, and several citizens may name an official of whom they complain.
"""

from __future__ import annotations

import re

from hotline.reports.hot.model import HotIssue
from hotline.reports.hot.naming import BETWEEN, UNNAMED
from hotline.reports.hot.wording import SURNAME

LEAST = 5
"""Different people who tell of it: of fewer, a neighbour knows whose matter it is."""
_COMPOUND = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|司徒|令狐|夏侯|端木|南宫"
_TITLE = (
    "局长|书记|主任|科长|处长|所长|站长|队长|校长|院长|部长|会长|镇长|乡长|村长|村官|组长|支书|经理|老板|董事长|老师|教师|"
    "医生|大夫|护士|教授|警官|民警|法官|律师|司机|房东|保安"
)
_WITH_TITLE = re.compile(rf"(?:{_COMPOUND}|[{SURNAME}])[一-鿿]{{0,2}}(?:{_TITLE})")
_BARE = re.compile(rf"(?:{_COMPOUND}|[{SURNAME}])[一-鿿]{{1,2}}")
_PLACE = re.compile(r"[路街巷道村镇乡山河湖江桥园区厂校院楼苑城庄湾里站场馆府轩居港库]$")
_HOME = re.compile(r"\d+ ?(?:室|户|房)")


def public_name(issue: HotIssue) -> str:
    """Its name without the phrases that must not be shown, "" where none is left or too few people tell of it."""
    if issue.people < LEAST or issue.name == UNNAMED:
        return ""
    return BETWEEN.join(phrase for phrase in issue.name.split(BETWEEN) if not _tells_who(phrase))


def _tells_who(phrase: str) -> bool:
    if _WITH_TITLE.search(phrase) or _HOME.search(phrase):
        return True
    return bool(_BARE.fullmatch(phrase)) and not _PLACE.search(phrase)
