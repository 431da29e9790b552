"""Who calls from a number: how a number is written as a key, and the name that goes with it.

Below the features, for calls and tickets share it and may not import each other.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from hotline.storage.tables import CITIZEN_NUMBER, CitizenRow
from hotline.storage.text import plain_text
from hotline.storage.together import Insert, Put, insert_together

NAME_LENGTH = 64
MOST_EXTENSION = 6  # digits
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"(10|2\d|[3-9]\d{2})\d{7,8}")  # an area code without its 0, and the number
# who is asked for behind a switchboard: 转8012, ext. 12, ,,12, or after a stroke behind a whole number
_EXTENSION = re.compile(r"(?<=\d)\s*(?:转|轉|分机|分機|ext\.?|x|[#,;]+)[\s.:]*\d{1,6}$", re.IGNORECASE | re.ASCII)
_WHOLE = re.compile(r"1[3-9]\d{9}|0(?:10|2\d|[3-9]\d{2})[1-9]\d{6,7}|(?![48]00)[2-9]\d{6,7}", re.ASCII)
# a mobile, a line with its area code, a line of the city's own area; never a short or a foreign number
_RINGABLE = re.compile(r"1[3-9]\d{9}|0(?:10|2\d|[3-9]\d{2})[1-9]\d{6,7}|[2-9]\d{6,7}", re.ASCII)


def normalise_number(text: str) -> str:
    """A telephone number as its digits, the same for one phone however the network writes it; "" where it is hidden.

    China's +86 or 0086 goes: 13800138000 for a mobile, 01012345678 for a line with an area code. A number of another
    country begins with 00. At most 24 digits. An extension goes: a switchboard is one citizen.
    """
    plain = _EXTENSION.sub("", unicodedata.normalize("NFKC", text).strip())
    before, _, last = plain.rpartition("-")
    behind_a_switchboard = last.isdigit() and len(last) <= MOST_EXTENSION and _WHOLE.fullmatch(_digits(before))
    return _digits(before if behind_a_switchboard else plain)[:CITIZEN_NUMBER]


def _digits(plain: str) -> str:
    digits = re.sub(r"[^0-9]", "", plain)
    return _domestic("00" + digits if plain.startswith("+") and digits else digits)


def _domestic(digits: str) -> str:
    if digits.startswith("0086"):
        rest = digits[4:]
        return "0" + rest if _LANDLINE.fullmatch(rest) and not _MOBILE.fullmatch(rest) else _without_zero(rest)
    if digits.startswith("86") and _MOBILE.fullmatch(digits[2:]):
        return digits[2:]
    return _without_zero(digits)


def _without_zero(digits: str) -> str:
    """013800138000, as mobiles are dialled from another city: no area code begins with 013."""
    return digits[1:] if digits.startswith("0") and _MOBILE.fullmatch(digits[1:]) else digits


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
