"""The health of the knowledge base put together from what was read of it. Pure: the day is in the standings.

Rule: nothing is counted here that cannot be opened: every figure is the length of a list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from hotline.kb.city import City
from hotline.kb.health.clashes import asked_for, clashes
from hotline.kb.health.model import Ail, Ailment, Coverage, Health, Month
from hotline.kb.misses import Miss
from hotline.kb.model import Kind
from hotline.kb.stale import CITY_TIME, Freshness, Why
from hotline.kb.upkeep import Held

MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """An entry that is not published any more. key: kind and code; note: why it was taken off."""

    kind: Kind
    code: str
    title: str
    owner: str
    note: str

    @property
    def key(self) -> str:
        """One text for both."""
        return f"{self.kind}/{self.code}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was read. checked: keys of entries that say a day of checking; people: how many can be told, by department.

    published, withdrawn, found_stale: moments of the last months.
    """

    city: City
    held: Sequence[Held]
    checked: frozenset[str]
    gone: Sequence[Gone]
    misses: Sequence[Miss]
    people: Mapping[str, int]
    published: Sequence[datetime]
    withdrawn: Sequence[datetime]
    found_stale: Sequence[datetime]


def health_of(seen: Seen, now: datetime) -> Health:
    """The whole."""
    ails = tuple(sorted((*_held(seen), *clashes(seen.city), *_asked(seen)), key=_order))
    able = sum(one.standing.until is not None and one.kind is not Kind.BULLETIN for one in seen.held)
    return Health(
        entries=len(seen.held),
        checked=able,
        ails=ails,
        coverage=tuple(_coverage(seen)),
        months=tuple(_months(seen, now)),
    )


def _order(one: Ail) -> tuple[int, int, int, str]:
    over = one.standing.over if one.standing else 0
    return list(Ailment).index(one.ailment), -one.asked, -over, one.code


def _held(seen: Seen) -> Iterator[Ail]:
    for one in seen.held:
        ails = list(_ailing(seen, one))
        for ailment in ails:
            yield Ail(
                ailment=ailment,
                kind=one.kind,
                code=one.code,
                title=one.title,
                owner=one.owner,
                standing=one.standing,
            )


def _ailing(seen: Seen, one: Held) -> Iterator[Ailment]:
    if one.standing.freshness is Freshness.STALE:
        yield Ailment.STALE
    if one.standing.freshness is Freshness.DUE_SOON:
        yield Ailment.DUE_SOON
    if one.kind is Kind.BULLETIN:
        return  # news is not compared again, and may be the hotline's own
    if f"{one.kind}/{one.code}" not in seen.checked and one.standing.why in (Why.PUBLISHED, Why.NEVER, Why.VALID_UNTIL):
        yield Ailment.UNCHECKED
    if not one.owner or seen.city.department(one.owner) is None:
        yield Ailment.OWNERLESS


def _asked(seen: Seen) -> Iterator[Ail]:
    again = asked_for({one.key: one.title for one in seen.gone}, seen.misses)
    for one in seen.gone:
        if times := again.get(one.key, 0):
            yield Ail(
                ailment=Ailment.WITHDRAWN,
                kind=one.kind,
                code=one.code,
                title=one.title,
                owner=one.owner,
                about=one.note,
                asked=times,
            )
    for miss in seen.misses:
        for ailment, times in ((Ailment.MISSED, miss.times), (Ailment.UNHELPFUL, miss.unhelpful)):
            if times:
                yield Ail(ailment=ailment, kind=None, code="", title=miss.question, owner="", asked=times)


def _coverage(seen: Seen) -> Iterator[Coverage]:
    kept: dict[str, list[Held]] = {}
    for one in seen.held:
        kept.setdefault(one.owner, []).append(one)
    for department in seen.city.departments:
        held = kept.get(department.code, [])
        kinds = Counter(one.kind for one in held)
        stands = Counter(one.standing.freshness for one in held)
        yield Coverage(
            department=department.code,
            procedures=kinds[Kind.PROCEDURE],
            questions=kinds[Kind.QUESTION],
            entries=len(held) - kinds[Kind.DEPARTMENT],
            stale=stands[Freshness.STALE],
            due_soon=stands[Freshness.DUE_SOON],
            unchecked=sum(Ailment.UNCHECKED in _ailing(seen, one) for one in held),
            people=seen.people.get(department.code, 0),
        )


def _months(seen: Seen, now: datetime) -> Iterator[Month]:
    """The last MONTHS, this one too, the oldest first."""
    published, withdrawn = _by_month(seen.published), _by_month(seen.withdrawn)
    stale, missed = _by_month(seen.found_stale), _by_month(one.last for one in seen.misses)
    local = now.astimezone(CITY_TIME)
    whole = local.year * MONTHS + local.month - 1
    for number in range(whole - MONTHS + 1, whole + 1):
        month = f"{number // MONTHS:04d}-{number % MONTHS + 1:02d}"
        yield Month(
            month=month,
            published=published[month],
            withdrawn=withdrawn[month],
            found_stale=stale[month],
            missed=missed[month],
        )


def _by_month(moments: Iterable[datetime]) -> Counter[str]:
    return Counter(f"{at.astimezone(CITY_TIME):%Y-%m}" for at in moments)
