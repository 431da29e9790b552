"""The city as tickets see it: bodies, categories and places, made anew when what is published has changed.

Rule: a body's rules are further columns of its table: 可退单 and 可下派, 否 where it may not. The lowest level gives
work to nobody below it in any case.
"""

from __future__ import annotations

from collections.abc import Callable

from hotline.kb.city import City
from hotline.kb.model import Department
from hotline.storage.citizens import normalise_number
from hotline.tickets.offices import Office, Places, TicketCity

MAY_RETURN, MAY_HAND_DOWN, NO = "可退单", "可下派", "否"
LOWEST = ("乡", "镇", "街道")


def ticket_city(published: Callable[[], City]) -> Callable[[], TicketCity]:
    """What tickets may refer to now."""
    known: list[tuple[City, TicketCity]] = []

    def now() -> TicketCity:
        city = published()
        if not known or known[0][0] is not city:
            known[:] = [(city, ticket_city_of(city))]
        return known[0][1]

    return now


def ticket_city_of(city: City) -> TicketCity:
    """What tickets may refer to in this city."""
    return TicketCity(
        offices={department.code: office_of(department) for department in city.departments},
        categories=city.category_codes,
        places=Places(
            districts={district.code: (district.name, district.streets) for district in city.outline.districts}
        ),
        public=frozenset(number for department in city.departments for number in _telephones(department)),
    )


def _telephones(department: Department) -> set[str]:
    """Its published numbers, as they are compared."""
    written = [phone.number for phone in (*department.phones, *department.complaint_phones)]
    return {normalise_number(number) for number in (*written, department.fax)} - {""}


def office_of(department: Department) -> Office:
    """A department as tickets see it."""
    rules = dict(department.more)
    lowest = any(word in department.level for word in LOWEST)
    return Office(
        code=department.code,
        name=department.name,
        parent=department.parent,
        level=department.level,
        may_return=rules.get(MAY_RETURN, "").strip() != NO,
        may_hand_down=not lowest and rules.get(MAY_HAND_DOWN, "").strip() != NO,
    )
