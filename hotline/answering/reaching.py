"""Where a caller can go on from a department: to its procedures, and to its telephone where we can connect it.

Rule: nothing is offered in vain. A telephone is within reach where the dialplan lets a menu dial it (its context
outside-line has the numbers of the settings and no others), compared by the house's one way of writing numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from hotline.kb.city import City
from hotline.kb.model import Department
from hotline.storage.citizens import normalise_number


def out_of_reach(written: str) -> str:
    """Where there is no trunk: no telephone can be reached."""
    del written
    return ""


def reaching(trunk: str, numbers: Iterable[str]) -> Callable[[str], str]:
    """What the trunk dials for a telephone as it is written, "" where it may not be dialled.

    trunk: "" is none; numbers: those that may be dialled, as the trunk wants them. The city's area code is known by
    then (live_in). An extension behind a number is not dialled: its switchboard answers.
    """
    if not trunk:
        return out_of_reach
    allowed = {normalise_number(number): number for number in numbers}
    return lambda written: allowed.get(normalise_number(written), "")


def ways_on(department: Department, city: City, reach: Callable[[str], str]) -> Mapping[str, str]:
    """`number`, the digits to connect a caller to, and `procedures`, how many there are; without what there is not."""
    count = city.procedures_counted[department.code]
    ways = {"procedures": str(count) if count else "", "number": reach(department.phone)}
    return {name: found for name, found in ways.items() if found}
