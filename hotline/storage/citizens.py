"""Who calls from a number: how a number is written as a key, and the name that goes with it.

Below the features, for calls and tickets share it and may not import each other.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from hotline.storage.tables import CITIZEN_NUMBER, CitizenRow
from hotline.storage.text import plain_text
from hotline.storage.together import Insert, Put, insert_together

NAME_LENGTH = 64
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_LANDLINE = re.compile(r"(10|2\d|[3-9]\d{2})[1-9]\d{6,7}", re.ASCII)  # an area code without its 0, and the number
_LOCAL = re.compile(r"[2-8]\d{6,7}", re.ASCII)  # 9 begins services (95588, 96110), and no line
_DASHES = re.compile(r"[‐‑‒–—―−]")
# dialled before a number to save on a long-distance call; what stays must be a whole number
_CHEAP = re.compile(r"(?:179\d\d|12593|10193|11808)(?=0?1[3-9]\d{9}$|0(?:10|2\d|[3-9]\d{2})[1-9]\d{6,7}$)", re.ASCII)
_ASKED = r"(?:总机|總機|转接?|轉接?|接|分机|分機|内线|內線|ext(?:ension)?|x|[#*,;])[号號码碼]*[\s.:\-]*"
# who is asked for behind a switchboard: 转8012, 分机号8012, ext. 12, ,,12, *12
_EXTENSION = re.compile(
    rf"(?<=\d)[\s(]*(?:{_ASKED})+(\d{{1,6}})\s*(?:分机|分機|[号號])?\s*\)?$", re.IGNORECASE | re.ASCII
)
# the same without a word, behind a number that is whole without it: 83111111-8012, 83111111(8012)
_BARE = re.compile(r"(?<=\d)\s*(?:-\s*(\d{1,6})|\(\s*(\d{1,6})\s*\))$", re.ASCII)
_WHOLE = re.compile(r"1[3-9]\d{9}|0(?:10|2\d|[3-9]\d{2})[1-9]\d{6,7}|(?![48]00)[2-9]\d{6,7}", re.ASCII)
# a mobile, a line with its area code, a line of the city's own area; never a short or a foreign number
_RINGABLE = re.compile(r"1[3-9]\d{9}|0(?:10|2\d|[3-9]\d{2})[1-9]\d{6,7}|[2-9]\d{6,7}", re.ASCII)
_FEWEST, _MOST = 3, 17  # digits: 110; 00 and the fifteen that a number has at most (ITU-T E.164)
_HIDDEN = frozenset(
    ("anonymous", "unknown", "private", "restricted", "unavailable", "匿名", "未知", "不详", "不詳", "无", "無")
)
_home = {"area": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A telephone number as somebody wrote it. number: the key, "" for none; extension: who is asked for behind it."""

    number: str
    extension: str = ""


def live_in(area: str) -> None:
    """Say once, at start, the city's own area code with its 0: it goes before a local line's number. "" for none."""
    _home["area"] = area


def home_area() -> str:
    """The city's own area code with its 0, "" where it is not told."""
    return _home["area"]


def read_number(text: str) -> Written:
    """A telephone number and the extension behind it, however they are written."""
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", text)).strip()
    found = _EXTENSION.search(plain)
    if found is None and (bare := _BARE.search(plain)) and _WHOLE.fullmatch(_digits(plain[: bare.start()])):
        found = bare
    number = _with_area(_digits(plain[: found.start()] if found else plain)[:CITIZEN_NUMBER])
    return Written(number=number, extension=next(filter(None, found.groups())) if found and number else "")


def normalise_number(text: str) -> str:
    """A telephone number as its digits, the same for one phone however it is written; "" where it is hidden.

    China's +86 or 0086 goes, and what is dialled before a number to save money: 13800138000 for a mobile, 01012345678
    for a line with an area code; a line of the city gets the city's (see live_in). A number of another country begins
    with 00. At most 24 digits. An extension goes (read_number keeps it): a switchboard is one citizen.
    """
    return read_number(text).number


def number_fault(text: str) -> str | None:
    """What is wrong with a citizen's number as somebody typed it; none where there is no number, or it is hidden."""
    if not text.strip() or text.strip().lower() in _HIDDEN:
        return None
    digits = len(normalise_number(text))
    if digits < _FEWEST:
        return "这里没有电话号码，请填写手机号码或带区号的固定电话；没有号码的，请留空。"
    return None if digits <= _MOST else "号码太长，一次只能填写一个电话号码，分机写在后面（转8012）。"


def _digits(plain: str) -> str:
    digits = re.sub(r"[^0-9]", "", plain)
    return _domestic("00" + digits if plain.startswith("+") and digits else digits)


def _domestic(digits: str) -> str:
    digits = _CHEAP.sub("", digits)
    if digits.startswith("0086"):
        rest = digits[4:]
    elif digits.startswith("86") and _of_china(digits[2:]):
        rest = digits[2:]
    else:
        return _without_zero(digits)
    return "0" + rest if _LANDLINE.fullmatch(rest) and not _MOBILE.fullmatch(rest) else _without_zero(rest)


def _of_china(rest: str) -> bool:
    return any(kind.fullmatch(rest.removeprefix("0")) for kind in (_MOBILE, _LANDLINE))


def _without_zero(digits: str) -> str:
    """013800138000, as mobiles are dialled from another city: no area code begins with 013."""
    return digits[1:] if digits.startswith("0") and _MOBILE.fullmatch(digits[1:]) else digits


def _with_area(number: str) -> str:
    return home_area() + number if _LOCAL.fullmatch(number) else number


def can_be_rung(number: str) -> bool:
    """Whether a citizen may be called at this normalised number: what passes is digits alone, safe in a dialplan."""
    return bool(_RINGABLE.fullmatch(number))


async def remember(session: AsyncSession, *, number: str, name: str, at: datetime) -> None:
    """Keep a citizen's name by a normalised number; without a number or a name nothing changes."""
    await insert_together(session, named(number=number, name=name, at=at))


def named(*, number: str, name: str, at: datetime) -> Put:
    """The row to put in for it."""
    kept = plain_text(name)[:NAME_LENGTH]
    rows = [{"number": number, "name": kept, "note": "", "updated": at}] if number and kept else []
    return Put(table=CitizenRow, rows=rows, twice=_renamed)


def _renamed(statement: Insert) -> Insert:
    """Of a citizen that is known only the name changes, and only where it is another."""
    new = statement.excluded
    changed = {"name": new.name, "updated": new.updated}
    return statement.on_conflict_do_update(index_elements=["number"], set_=changed, where=CitizenRow.name != new.name)
