"""What a department must not read: who called, also where the agent wrote it into the text. Pure.

Rule: the citizen's number, name and identity number never reach a department, confidential or not (Jinan Measures,
Art. 16 and 32, ask it for the confidential ones; a department reaches the citizen through the hotline).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from hotline.tickets.model import Ticket

HIDDEN = "***"
OF_THE_CITIZEN = ("citizen_number", "citizen_name", "call_id", "query_code")
"""Fields of a ticket that tell who called."""
_SHORTEST_NUMBER, _SHORTEST_NAME = 5, 2
_IDENTITY = re.compile(r"(?<![0-9０-９])[0-9０-９]{17}[0-9０-９XxＸｘ](?![0-9０-９])")
_TITLES = re.compile(r"(女士|先生|小姐|同志|老师|师傅)$")


def veiled(text: str, ticket: Ticket) -> str:
    """The text without the ticket's citizen."""
    for pattern in _patterns(ticket):
        text = pattern.sub(HIDDEN, text)
    return _IDENTITY.sub(HIDDEN, text)


def veiled_changes(changes: Mapping[str, object], ticket: Ticket) -> dict[str, object]:
    """What a row of history tells, without the citizen."""
    return {name: _veiled(value, ticket) for name, value in changes.items() if name not in OF_THE_CITIZEN}


def _veiled(value: object, ticket: Ticket) -> object:
    if isinstance(value, str):
        return veiled(value, ticket)
    if isinstance(value, list | tuple):
        return [_veiled(one, ticket) for one in value]
    if isinstance(value, Mapping):
        return veiled_changes(value, ticket)
    return value


def _patterns(ticket: Ticket) -> list[re.Pattern[str]]:
    found = []
    if len(ticket.citizen_number) >= _SHORTEST_NUMBER:
        found.append(_number(ticket.citizen_number))
    name = ticket.citizen_name.strip()
    bare = _TITLES.sub("", name)
    found += [re.compile(re.escape(one)) for one in (name, bare) if len(one) >= _SHORTEST_NAME]
    return found


def _number(number: str) -> re.Pattern[str]:
    """However people write it: with spaces or dashes, in wide digits, with the country's code."""
    digits = [f"[{digit}{chr(0xFF10 + int(digit))}]" if digit.isdigit() else re.escape(digit) for digit in number]
    return re.compile(r"(?:(?:\+|00)?86[\s-]*)?" + r"[\s\-—－]*".join(digits))
