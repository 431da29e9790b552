"""The number of a ticket: short enough to be read out and keyed in, with a digit that catches what was mistyped. Pure.

Ten digits: two of the year, seven of the year's sequence, and a check digit (Damm 2004: it finds every single wrong
digit and every two that changed places). Rule: numbers given out under the older rule, twelve digits of the day and its
sequence, stay valid for ever: they stand on paper.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from stdnum import damm
from stdnum.exceptions import ValidationError

from hotline.tickets.model import CITY_TIME

LENGTH = 10
OLDER_LENGTH = 12
A_YEAR = 9_999_999  # tickets at most: seven digits
QUERY_CODE = 6  # digits


def year_of(moment: datetime) -> str:
    """The first two digits of the numbers given out at this moment, by the city's clock."""
    return moment.astimezone(CITY_TIME).strftime("%y")


def number_of(year: str, sequence: int) -> str:
    """The number of a year's n-th ticket, n counted from 1."""
    body = f"{year}{sequence:07d}"
    return body + str(damm.calc_check_digit(body))


def is_number(text: str) -> bool:
    """Whether this can be a ticket's number; a mistyped one is known without asking the books."""
    if not (text.isascii() and text.isdigit()):
        return False
    if len(text) == OLDER_LENGTH:
        return True
    return len(text) == LENGTH and _checks(text)


def _checks(text: str) -> bool:
    try:
        damm.validate(text)
    except ValidationError:
        return False
    return True


def new_query_code() -> str:
    """A code that only the citizen is told: with it, progress is heard from any telephone."""
    return f"{secrets.randbelow(10**QUERY_CODE):0{QUERY_CODE}d}"
