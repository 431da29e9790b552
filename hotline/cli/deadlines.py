"""`hotline deadlines`: when a ticket falls due and why, and which rules the city has.

Rule: nothing is computed here; what is printed is what the service would have.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, TypeVar

import typer

from hotline.errors import InputError
from hotline.settings import read_settings
from hotline.tickets.clock.in_force import Policies
from hotline.tickets.clock.left import Card, cards_of
from hotline.tickets.clock.limits import Deadlines, Limit, Matter, Moments, limits_of
from hotline.tickets.clock.policy import LimitName, Profile, Source
from hotline.tickets.model import CITY_TIME, TicketType, Urgency
from hotline.tickets.policies import load_policies

app = typer.Typer(help="Deadlines: when a ticket falls due, and by which rule.", no_args_is_help=True)
_E = TypeVar("_E", TicketType, Urgency)
_WEEKDAYS = "一二三四五六日"


@app.command()
def explain(  # noqa: PLR0913 each is an option
    kind: Annotated[str, typer.Option("--type", help="enquiry, help, complaint, report, suggestion or praise.")],
    dispatched: Annotated[str, typer.Option(help="When it was first dispatched, as 2026-09-30T16:00+08:00.")],
    urgency: Annotated[str, typer.Option(help="normal, urgent or critical.")] = Urgency.NORMAL.value,
    category: Annotated[str, typer.Option(help="A code of kb/categories.yaml.")] = "",
    accepted: Annotated[str | None, typer.Option(help="When it was accepted; left out: when dispatched.")] = None,
    handed_over: Annotated[str | None, typer.Option(help="When it went to another department, after a return.")] = None,
    finished: Annotated[str | None, typer.Option(help="When it was finished.")] = None,
    profile: Annotated[str | None, typer.Option(help="A profile; left out: the one in force.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Print every limit of a ticket with its rule and its source; a time without a zone is the city's."""
    policies = load_policies(read_settings().kb_dir)
    matter = Matter(
        type=_member("type", TicketType, kind), urgency=_member("urgency", Urgency, urgency), category=category
    )
    moments = Moments(
        dispatched=_moment("dispatched", dispatched),
        accepted=_moment("accepted", accepted) if accepted else None,
        handed_over=_moment("handed-over", handed_over) if handed_over else None,
        finished=_moment("finished", finished) if finished else None,
    )
    chosen = policies.profile(profile) if profile else policies.profile_at(moments.dispatched)
    deadlines = limits_of(chosen, policies.calendar, matter, moments)
    cards = _cards(policies, chosen, moments, deadlines)
    if as_json:
        typer.echo(json.dumps(_json(chosen, deadlines, cards), ensure_ascii=False, indent=2))
        return
    typer.echo(
        f"{chosen.name}（{chosen.id}），{matter.type.label}，{matter.urgency.label}，{_told(moments.dispatched)}派单"
    )
    for name, at, rule, source in [*map(_limit_line, deadlines.limits), *map(_card_line, cards)]:
        typer.echo(f"{name}  {_told(at)}  {rule}\n      依据：{source.citation}（{source.date}，{source.grade.label}）")
    for warning in deadlines.warnings:
        typer.echo(f"注意：{warning}。", err=True)


@app.command()
def profiles() -> None:
    """List the profiles, their sources, and since when each is in force here."""
    policies = load_policies(read_settings().kb_dir)
    current = policies.profile_at(datetime.now(tz=CITY_TIME)).id
    since = {one.profile: f"本市自{one.since}起执行" for one in policies.in_force}
    for one in policies.profiles.values():
        state = since.get(one.id, "本市未执行")
        typer.echo(f"{one.id}  {one.name}  {state}{'，现行' if one.id == current else ''}")
        for source in one.sources:
            typer.echo(f"      来源：{source}")


def _cards(policies: Policies, profile: Profile, moments: Moments, deadlines: Deadlines) -> tuple[Card, ...]:
    finish = deadlines.limit(LimitName.FINISH)
    if finish is None or profile.cards is None:
        return ()
    return cards_of(policies.calendar, moments.dispatched, finish.due, profile.cards)


def _json(profile: Profile, deadlines: Deadlines, cards: tuple[Card, ...]) -> dict[str, object]:
    limits = [
        {"name": one.name.value, "due": _iso(one.due), "rule": one.rule, **_cited(one.source)}
        for one in deadlines.limits
    ]
    shown = [{"colour": one.colour.value, "at": _iso(one.at), "rule": one.rule, **_cited(one.source)} for one in cards]
    return {"profile": profile.id, "limits": limits, "cards": shown, "warnings": list(deadlines.warnings)}


def _cited(source: Source) -> dict[str, str]:
    return {"citation": source.citation, "date": source.date, "grade": source.grade.value}


def _limit_line(limit: Limit) -> tuple[str, datetime, str, Source]:
    return limit.name.label, limit.due, limit.rule, limit.source


def _card_line(card: Card) -> tuple[str, datetime, str, Source]:
    return card.colour.label, card.at, card.rule, card.source


def _iso(moment: datetime) -> str:
    return moment.astimezone(CITY_TIME).isoformat(timespec="seconds")


def _told(moment: datetime) -> str:
    local = moment.astimezone(CITY_TIME)
    return f"{local:%Y-%m-%d}（周{_WEEKDAYS[local.weekday()]}）{local:%H:%M}"


def _member(field: str, kind: type[_E], written: str) -> _E:
    for one in kind:
        if written in (one.value, one.label):
            return one
    known = "、".join(f"{one.value}（{one.label}）" for one in kind)
    raise InputError(f"--{field}：没有“{written}”，可以写{known}。", fields={field: known})


def _moment(field: str, written: str) -> datetime:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError as fault:
        what = f"“{written}”不是时间，请写成2026-09-30T16:00+08:00"
        raise InputError(f"--{field}：{what}。", fields={field: what}) from fault
    return moment if moment.tzinfo else moment.replace(tzinfo=CITY_TIME)
