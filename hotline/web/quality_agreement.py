"""How far inspectors agree, as JSON: shares with their bands and places, and the calls behind them.

Rule: as in the reports (reports.figures), a share of few cases shows its band and has no place; of a call that
the reader has not scored it is told that it was scored twice, and nothing of the scores.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import floor

from hotline.accounts.model import Account
from hotline.quality.agreement import Agreement, Comparison, agreements, comparison
from hotline.quality.calibrating import Beside
from hotline.reports.figures import FEW, wilson
from hotline.web.shapes import Json, moment


def agreements_json(found: Sequence[Beside], account: Account, people: Mapping[str, str]) -> Json:
    """Of these calls; people: names by user name."""
    sides = [
        (beside, other.at, one)
        for beside in found
        for other in beside.others
        if (one := comparison(beside.first, other)) is not None
    ]
    agreed = agreements(one for _, _, one in sides)
    return {
        "few": FEW,
        "whole": _share(agreed.whole) | {"rank": None},
        "items": [
            {"code": one.key[0], "name": one.name, **told} for one, told in _ranked(agreed.items, least_first=True)
        ],
        "inspectors": [{"people": _people(one.key, people), **told} for one, told in _ranked(agreed.inspectors)],
        "pairs": [{"people": _people(one.key, people), **told} for one, told in _ranked(agreed.pairs)],
        "comparisons": [
            {"at": moment(at), **_comparison(beside, one, account, people)}
            for beside, at, one in sorted(sides, key=lambda side: side[1], reverse=True)
        ],
    }


def has_scored(beside: Beside, account: Account) -> bool:
    """Whether this is one of those who scored the call."""
    return account.username in (beside.first.inspector, *(other.by for other in beside.others))


def _ranked(rows: Iterable[Agreement], *, least_first: bool = False) -> list[tuple[Agreement, Json]]:
    """Who agrees most has the first place; those with few cases have none, and come last as they stood."""
    told = [(one, _share(one)) for one in rows]
    order = sorted((share["value"] for _, share in told if not share["few"]), reverse=True)
    placed = [(one, share | {"rank": None if share["few"] else order.index(share["value"]) + 1}) for one, share in told]
    sign = 1 if least_first else -1
    return sorted(placed, key=lambda row: (row[1]["few"], 0 if row[1]["few"] else sign * row[1]["value"]))


def _share(one: Agreement) -> Json:
    """low, high: the 95% band, as if each call were one answer."""
    value = one.same / one.of if one.of else None
    low, high = wilson(min(value * one.calls, one.calls), one.calls) if value is not None else (None, None)
    return {
        "same": one.same,
        "of": one.of,
        "calls": one.calls,
        "value": value,
        "low": low,
        "high": high,
        "few": one.calls < FEW or not one.of,
        "gap": None if one.gap is None else floor(one.gap * 10 + 0.5) / 10,
    }


def _comparison(beside: Beside, one: Comparison, account: Account, people: Mapping[str, str]) -> Json:
    first, scored = beside.first, has_scored(beside, account)
    return {
        "inspection": first.id,
        "call_at": moment(first.at),
        "agent_name": people.get(first.agent, first.agent),
        "people": _people((one.first, one.other), people),
        "scored": scored,
        "totals": list(one.totals) if scored else None,
        "different": list(one.different) if scored else None,
    }


def _people(usernames: Iterable[str], people: Mapping[str, str]) -> list[Json]:
    return [{"username": name, "name": people.get(name, name)} for name in usernames]
