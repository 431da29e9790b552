"""Reports, joined: what codes are called, and what departments keep in the knowledge base."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime

from hotline.kb.city import City
from hotline.kb.model import Kind
from hotline.kb.stale import Freshness
from hotline.kb.upkeep import Held, Upkeep
from hotline.reports.hot.model import HotRule
from hotline.reports.hot.service import HotIssues
from hotline.reports.names import By, Kept, Names
from hotline.reports.service import Reports
from hotline.settings import Settings
from hotline.storage.engine import Database
from hotline.tickets.model import TicketState, TicketType, Urgency


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


def report_side(
    database: Database, city: Callable[[], City], upkeep: Upkeep, now: Callable[[], datetime] = utc_now
) -> Reports:
    """All of them over one database."""
    return Reports(database, names=lambda: names_of(city()), kept=keeping(upkeep), now=now)


def hot_side(settings: Settings, database: Database) -> HotIssues:
    """Hot issues, by the city's own thresholds."""
    rule = HotRule(
        least=settings.hot_least,
        recent_days=settings.hot_recent_days,
        warn_citizens=settings.hot_warn_citizens,
        chance=settings.hot_chance,
    )
    return HotIssues(database, rule=rule)


def names_of(city: City) -> Names:
    """What codes are called in this city."""
    outline = city.outline
    categories = {one.code: one.name for parent in outline.categories for one in (parent, *parent.children)}
    return Names(
        city=outline.name,
        known={
            By.DEPARTMENT: {one.code: one.name for one in city.departments},
            By.CATEGORY: categories,
            By.DISTRICT: {one.code: one.name for one in outline.districts},
            By.TYPE: {str(one): one.label for one in TicketType},
            By.URGENCY: {str(one): one.label for one in Urgency},
            By.STATE: {str(one): one.label for one in TicketState},
        },
    )


def keeping(upkeep: Upkeep) -> Callable[[], Awaitable[Mapping[str, Kept]]]:
    """What each department keeps; news is not looked at again, it ends."""

    async def kept() -> Mapping[str, Kept]:
        by_owner: dict[str, list[Held]] = {}
        for one in await upkeep.held():
            if one.standing.until is not None and one.kind is not Kind.BULLETIN:
                by_owner.setdefault(one.owner, []).append(one)
        return {
            owner: Kept(checked=len(held), stale=sum(one.standing.freshness is Freshness.STALE for one in held))
            for owner, held in by_owner.items()
        }

    return kept
