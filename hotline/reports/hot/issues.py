"""Hot issues of a period, from its messages and those before it. Pure: no clock, no database, no chance.

Rule: the order in which messages come makes no difference, and a citizen counts once in whatever is counted of people.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hotline.reports.hot.alarm import Flow, alarm_of, trend_of
from hotline.reports.hot.grouping import Told, grouped
from hotline.reports.hot.model import Counted, HotIssue, HotReport, HotRule, Message
from hotline.reports.hot.naming import Namer, Said
from hotline.reports.hot.window import Window, read_from, window_of
from hotline.reports.hot.wording import Words, words_of
from hotline.sentences import sentence

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Matter:
    messages: tuple[Message, ...]
    heads: tuple[str, ...]


def hot_issues(messages: Iterable[Message], *, first: date, last: date, rule: HotRule | None = None) -> HotReport:
    """The matters of which people told from the first to the last day, both included. Raises InputError.

    messages: also of the days from read_from() on, with which the period is compared; others are left out.
    """
    rule = rule or HotRule()
    before = read_from(first, last, rule)
    known = {one.id: one for one in messages if before <= one.day <= last}
    told = [known[number] for number in sorted(known)]
    window = window_of(first, last, rule, begun=min((one.day for one in told), default=first))
    words = [words_of(one) for one in told]
    issues = sorted(_listed(told, words, window, rule), key=_weight)
    return HotReport(
        first=first,
        last=last,
        before=before,
        messages=sum(one.day >= first for one in told),
        gathered=sum(issue.size for issue in issues),
        issues=tuple(issues),
        rule=rule_in_words(rule, window),
    )


def rule_in_words(rule: HotRule, window: Window) -> str:
    """What the page says of how it was made."""
    return sentence(
        "hot_rule",
        least=rule.least,
        before_days=(window.first - window.before).days,
        recent_days=window.recent_days,
        warn_citizens=rule.warn_citizens,
        times=f"{rule.times:g}",
        chance=f"{rule.chance:.0%}",
    )


def _listed(told: Sequence[Message], words: Sequence[Words], window: Window, rule: HotRule) -> list[HotIssue]:
    compared = [
        Told(words=said, district=one.district, category=one.category) for one, said in zip(told, words, strict=True)
    ]
    matters = [
        _Matter(messages=tuple(told[at] for at in group), heads=tuple(words[at].head for at in group))
        for group in grouped(compared)
    ]
    flows = [_flow(matter.messages, window) for matter in matters]
    asked = sum(flow.recent + flow.earlier >= rule.warn_citizens for flow in flows)
    everybody = _flow(told, window)
    namer = Namer([said.head for said in words])
    return [
        _issue(
            matter,
            flow,
            Flow(recent=everybody.recent - flow.recent, earlier=everybody.earlier - flow.earlier),
            window=window,
            rule=rule,
            asked=asked,
            namer=namer,
        )
        for matter, flow in zip(matters, flows, strict=True)
        if len(_people(matter.messages, window.first)) >= rule.least
    ]


def _flow(messages: Iterable[Message], window: Window) -> Flow:
    """Known citizens, by when they told first."""
    began: dict[str, date] = {}
    for one in messages:
        if one.citizen:
            began[one.citizen] = min(one.day, began.get(one.citizen, one.day))
    recent = sum(day >= window.recent for day in began.values())
    return Flow(recent=recent, earlier=len(began) - recent)


def _people(messages: Iterable[Message], since: date, until: date = date.max) -> frozenset[str]:
    return frozenset(one.voice for one in messages if since <= one.day < until)


def _issue(
    matter: _Matter, flow: Flow, others: Flow, *, window: Window, rule: HotRule, asked: int, namer: Namer
) -> HotIssue:
    inside = [one for one in matter.messages if one.day >= window.first]
    days = Counter(one.day for one in inside)
    pairs = zip(matter.messages, matter.heads, strict=True)
    citizens = len({one.citizen for one in inside if one.citizen})
    return HotIssue(
        name=namer.name(Said(voice=one.citizen, head=head) for one, head in pairs),
        size=len(inside),
        citizens=citizens,
        unknown=sum(not one.citizen for one in inside),
        first=min(days),
        last=max(days),
        days=tuple(days[window.first + at * _DAY] for at in range(window.days)),
        districts=_counted(Counter(one.district for one in inside)),
        categories=_counted(Counter(one.category for one in inside)),
        departments=_counted(Counter(one.department for one in inside)),
        trend=trend_of(
            len(_people(inside, window.first)),
            len(_people(matter.messages, window.before, window.first)),
            now_days=window.days,
            before_days=window.before_days,
        ),
        alarm=alarm_of(flow, others, rule, recent_days=window.recent_days, all_days=window.all_days, asked=asked),
        ids=tuple(one.id for one in sorted(inside, key=lambda one: (one.day, one.id))),
    )


def _counted(codes: Mapping[str, int]) -> tuple[Counted, ...]:
    return tuple(Counted(code=code, count=codes[code]) for code in sorted(codes, key=lambda code: (-codes[code], code)))


def _weight(issue: HotIssue) -> tuple[object, ...]:
    return (not issue.alarm.fires, -issue.people, -issue.size, issue.name, issue.ids)
