"""What a department must not read: who called, also where the agent wrote it into the text. Pure.

Rule: the citizen's number, name and identity number never reach a department, confidential or not (Jinan Measures,
Art. 16 and 32, ask it for the confidential ones; a department reaches the citizen through the hotline). Nobody can tell
whose another private number in the text is, so every mobile and every line is taken for the citizen's, and whatever
may be a bank card: but numbers of the public service stay, and a number that is the matter itself (a shop's) stays
where whoever wrote it put it in 【】. Into these the own number does not get either.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from hotline.storage.citizens import normalise_number
from hotline.tickets.model import Ticket

HIDDEN = "***"
OF_THE_CITIZEN = ("citizen_number", "citizen_extension", "citizen_name", "call_id", "query_code")
"""Fields of a ticket that tell who called."""
_SHORTEST_NUMBER, _SHORTEST_NAME = 5, 2
_GAP = r"[ \-—]?"
_IDENTITY = re.compile(rf"(?<!\d)\d(?:{_GAP}\d){{16}}{_GAP}[0-9Xx](?!\d)")
_PERSON = re.compile(r"[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])\d{5}[\dXx]")  # GB 11643: a place, a birthday
_CARD = re.compile(rf"(?<!\d)\d(?:{_GAP}\d){{15,18}}(?!\d)")
_CHINA = r"(?:(?:\+|00)?86[ \-—]{0,2})?"
_MOBILE = re.compile(rf"(?<!\d){_CHINA}0?1{_GAP}[3-9](?:{_GAP}\d){{9}}(?!\d)")
_PLACE = r"(?:10|2\d|[3-9]\d{2})"
_LINE = re.compile(
    rf"(?<!\d)(?:{_CHINA}\(?0{_PLACE}|(?:\+|00)86[ \-—]{{0,2}}\(?{_PLACE})\)?"
    rf"[ \-—]{{0,2}}[2-8](?:{_GAP}\d){{6,7}}(?!\d)"
)
_OPENED = re.compile(r"【([^【】]{5,40})】")
_AREA = re.compile(rf"0{_PLACE}(?=[2-8]\d{{6,7}}$)")
_NARROW = {0xFF10 + digit: str(digit) for digit in range(10)} | {
    ord(wide): narrow for wide, narrow in zip("（）＋－–―‑Ｘｘ\u3000\xa0", "()+----Xx  ", strict=True)
}
_TITLES = re.compile(r"(女士|先生|小姐|同志|老师|师傅)$")


def veiled(text: str, ticket: Ticket, public: Collection[str] = ()) -> str:
    """The text without the ticket's citizen. public: normalised numbers that everybody may read."""
    for pattern in _patterns(ticket):
        text = pattern.sub(HIDDEN, text)
    return _without_private(text, public)


def veiled_changes(changes: Mapping[str, object], ticket: Ticket, public: Collection[str] = ()) -> dict[str, object]:
    """What a row of history tells, without the citizen."""
    return {name: _veiled(value, ticket, public) for name, value in changes.items() if name not in OF_THE_CITIZEN}


def _veiled(value: object, ticket: Ticket, public: Collection[str]) -> object:
    if isinstance(value, str):
        return veiled(value, ticket, public)
    if isinstance(value, list | tuple):
        return [_veiled(one, ticket, public) for one in value]
    if isinstance(value, Mapping):
        return veiled_changes(value, ticket, public)
    return value


def _without_private(text: str, public: Collection[str]) -> str:
    plain = text.translate(_NARROW)  # of the same length: what is found there is cut out of the text itself
    opened = [found.span() for found in _OPENED.finditer(plain) if _is_number(found[1])]
    hidden = [found.span() for pattern in (_IDENTITY, _CARD) for found in pattern.finditer(plain) if _is_long(found[0])]
    hidden += [
        found.span()
        for pattern in (_MOBILE, _LINE)
        for found in pattern.finditer(plain)
        if normalise_number(found[0]) not in public and not any(a <= found.start() < b for a, b in opened)
    ]
    return _cut(text, sorted(hidden)) if hidden else text


def _is_number(text: str) -> bool:
    return any(pattern.search(text) for pattern in (_MOBILE, _LINE))


def _is_long(found: str) -> bool:
    """Whether it is one number and not several: with gaps only what is an identity number or adds up as a card's."""
    digits = re.sub(r"[^0-9Xx]", "", found)
    if len(digits) == len(found) or _PERSON.fullmatch(digits):
        return True
    doubled = [int(one) * (1 + at % 2) for at, one in enumerate(reversed(digits))]
    return digits[0] in "3456" and sum(one - 9 if one > 9 else one for one in doubled) % 10 == 0  # Luhn, ISO/IEC 7812-1


def _cut(text: str, spans: list[tuple[int, int]]) -> str:
    kept, at = [], 0
    for start, end in spans:
        if start >= at:
            kept += [text[at:start], HIDDEN]
        at = max(at, end)
    return "".join([*kept, text[at:]])


def _patterns(ticket: Ticket) -> list[re.Pattern[str]]:
    found = []
    if len(ticket.citizen_number) >= _SHORTEST_NUMBER:
        found.append(_number(ticket.citizen_number))
        local = _AREA.sub("", ticket.citizen_number)
        if local != ticket.citizen_number:  # the own line as people of the same city write it
            found.append(re.compile(rf"(?<![0-9０-９]){_number(local).pattern}(?![0-9０-９])"))
    name = ticket.citizen_name.strip()
    bare = _TITLES.sub("", name)
    found += [re.compile(re.escape(one)) for one in (name, bare) if len(one) >= _SHORTEST_NAME]
    return found


def _number(number: str) -> re.Pattern[str]:
    """However people write it: with spaces or dashes, in wide digits, with the country's code."""
    digits = [f"[{digit}{chr(0xFF10 + int(digit))}]" if digit.isdigit() else re.escape(digit) for digit in number]
    return re.compile(r"(?:(?:\+|00)?86[\s-]*)?" + r"[\s\-—－]*".join(digits))
