"""Reports, joined: what codes are called, and what departments keep in the knowledge base."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from hotline.errors import CityPackError
from hotline.kb.city import City
from hotline.kb.districts import read_districts
from hotline.kb.faults import Faults
from hotline.kb.model import Kind, Outline
from hotline.kb.stale import Freshness
from hotline.kb.upkeep import Held, Upkeep
from hotline.reports.brief.template import TEMPLATE, Template, template_of
from hotline.reports.day_keeper import DayKeeper
from hotline.reports.district_map import DistrictMap, map_of
from hotline.reports.hot.model import HotReport, HotRule
from hotline.reports.hot.service import HotIssues
from hotline.reports.hot.watch import HotWatch
from hotline.reports.mail.service import Mails, Way
from hotline.reports.mail.smtp import post_of
from hotline.reports.names import By, Kept, Names
from hotline.reports.period import Period
from hotline.reports.service import HotOf, Reports
from hotline.settings import Settings
from hotline.storage.engine import Database
from hotline.tickets.model import CameBy, TicketState, TicketType, Urgency


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


def report_side(
    database: Database,
    city: Callable[[], City],
    upkeep: Upkeep,
    now: Callable[[], datetime] = utc_now,
    *,
    kb_dir: Path | None = None,
    hot: HotIssues | None = None,
) -> Reports:
    """All of them over one database. kb_dir: the city pack, for the brief's template and the map, None for neither.

    hot: whose issues the brief tells, None for none. Raises CityPackError where the template or the map is faulty.
    """
    return Reports(
        database,
        names=lambda: names_of(city()),
        kept=keeping(upkeep),
        now=now,
        hot=None if hot is None else issues_of(hot),
        template=template_in(kb_dir) if kb_dir else None,
        places=map_in(kb_dir, city().outline) if kb_dir else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSide:
    """What the rest of the hotline has of reports."""

    reports: Reports
    hot: HotIssues
    warnings: HotWatch
    mails: Mails
    days: DayKeeper


def whole_report_side(
    settings: Settings,
    database: Database,
    city: Callable[[], City],
    upkeep: Upkeep,
    now: Callable[[], datetime] = utc_now,
) -> ReportSide:
    """All of it over one database. Raises CityPackError where the brief's template or the map is faulty."""
    hot = hot_side(settings, database)
    reports = report_side(database, city, upkeep, now, kb_dir=settings.kb_dir, hot=hot)
    mails = mail_side(settings, database, reports, now)
    warnings = HotWatch(database, hot.report, now)
    return ReportSide(reports=reports, hot=hot, warnings=warnings, mails=mails, days=DayKeeper(database, now))


def issues_of(hot: HotIssues) -> HotOf:
    """The hot issues of a period, None where they are not reckoned within so many seconds."""

    async def issues(period: Period, wait: float) -> HotReport | None:
        made = await hot.report(period.first, period.last, wait=wait)
        return made.report if made else None

    return issues


def mail_side(settings: Settings, database: Database, reports: Reports, now: Callable[[], datetime] = utc_now) -> Mails:
    """Reports by mail, as the settings say."""
    way = Way(post=post_of(settings), sender=settings.smtp_sender, domains=settings.mails_go_to)
    return Mails(database, reports, way, now=now)


def template_in(kb_dir: Path) -> Template | None:
    """The brief's template of a city pack, None where it has none. Raises CityPackError."""
    path = kb_dir / TEMPLATE
    try:
        return template_of(path.read_text(encoding="utf-8")) if path.exists() else None
    except (OSError, UnicodeDecodeError) as fault:
        raise CityPackError(f"{TEMPLATE}读不出来：应为UTF-8的文本文件。") from fault


def map_in(kb_dir: Path, outline: Outline) -> DistrictMap | None:
    """The map of the districts of a city pack, None where it has none. Raises CityPackError."""
    faults = Faults()
    shapes = read_districts(kb_dir, outline, faults)
    faults.raise_all()
    if shapes is None:
        return None
    names = {one.code: one.name for one in outline.districts}
    return map_of({code: (names[code], rings) for code, rings in shapes.rings.items()}, schematic=shapes.schematic)


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
            By.CHANNEL: {str(one): one.label for one in CameBy},
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
