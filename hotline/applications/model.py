"""An application handed in at the hall: its stages, what a report does to it, and what a caller hears of it. Pure.

The register mirrors the departments' own systems, so any stage may follow any other; only time may not go back. Rule:
spoken_progress() says nothing of what was applied for or by whom.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

CITY_TIME = ZoneInfo("Asia/Shanghai")
COUNTED = timedelta(days=60)  # a due day further off is told as a day only
LONGEST_REST = 30  # days; no holidays last longer
ONE_DAY = timedelta(days=1)


class Stage(StrEnum):
    """Where an application is."""

    ACCEPTED = "accepted"
    """Taken in by the department, whose promised time runs from here."""
    SUPPLEMENT = "supplement"
    """Something is missing, and the applicant was told what."""
    IN_PROGRESS = "in_progress"
    """Being examined."""
    APPROVED = "approved"
    """Finished: granted."""
    REFUSED = "refused"
    """Finished: not granted."""
    WITHDRAWN = "withdrawn"
    """Taken back by the applicant."""
    DELIVERED = "delivered"
    """Finished, and the applicant has the paper."""

    @property
    def label(self) -> str:
        """As people see it."""
        return _LABELS[self]


_LABELS = {
    Stage.ACCEPTED: "受理",
    Stage.SUPPLEMENT: "补正",
    Stage.IN_PROGRESS: "办理中",
    Stage.APPROVED: "办结准予",
    Stage.REFUSED: "办结不予",
    Stage.WITHDRAWN: "撤回",
    Stage.DELIVERED: "已领取",
}


class Outcome(StrEnum):
    """What became of one report."""

    NEW = "new"
    """The application was not known."""
    CHANGED = "changed"
    """It says something new."""
    UNCHANGED = "unchanged"
    """It says what is known."""
    OLDER = "older"
    """It was ignored: something later is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """A report that was checked. procedure, department: codes; "", None and () where it does not say."""

    number: str
    procedure: str
    department: str
    applicant: str = field(repr=False)
    phone: str = field(repr=False)
    stage: Stage
    updated: datetime
    due: date | None
    result: str
    more: tuple[tuple[str, str], ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """An application as it is known.

    number: 6 to 20 digits; procedure, department: codes; since: when it came to its stage; due: the day promised;
    updated: the time of the last report, by the system it came from; source: where that came from; more: further
    columns. Times are aware UTC. Who applied is left out of its repr, and so of every log.
    """

    number: str
    procedure: str
    department: str
    applicant: str = field(repr=False)
    phone: str = field(repr=False)
    stage: Stage
    since: datetime
    due: date | None
    updated: datetime
    result: str
    source: str
    more: tuple[tuple[str, str], ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class StageEntry:
    """A stage in an application's history. at: by the reporting system; reported: when we heard of it, from whom."""

    at: datetime
    stage: Stage
    result: str
    source: str
    actor: str
    reported: datetime


def follow(known: Application | None, news: News, *, source: str) -> tuple[Outcome, Application]:
    """What is known after a report, and what that did. What the report does not say stays; an older one is ignored.

    A new application's report names its procedure and department (draft.checked and the service see to it).
    """
    if known is None:
        return Outcome.NEW, _begun(news, source)
    if news.updated < known.updated:
        return Outcome.OLDER, known
    moves = news.stage is not known.stage
    later = replace(
        known,
        procedure=news.procedure or known.procedure,
        department=news.department or known.department,
        applicant=news.applicant or known.applicant,
        phone=news.phone or known.phone,
        stage=news.stage,
        since=news.updated if moves else known.since,
        due=news.due or known.due,
        updated=news.updated,
        result=news.result or ("" if moves else known.result),
        more=tuple(sorted((dict(known.more) | dict(news.more)).items())),
    )
    return (Outcome.UNCHANGED, known) if later == known else (Outcome.CHANGED, replace(later, source=source))


def _begun(news: News, source: str) -> Application:
    return Application(
        number=news.number,
        procedure=news.procedure,
        department=news.department,
        applicant=news.applicant,
        phone=news.phone,
        stage=news.stage,
        since=news.updated,
        due=news.due,
        updated=news.updated,
        result=news.result,
        source=source,
        more=tuple(sorted(news.more)),
    )


def last_day(due: date, works: Callable[[date], bool]) -> date:
    """The last day of a term: where offices rest on it, the next on which they work (Civil Code, Art. 203)."""
    days = (due + ONE_DAY * after for after in range(LONGEST_REST))
    return next((day for day in days if works(day)), due)


def working_days_left(today: date, last: date, works: Callable[[date], bool]) -> int:
    """The working days after today, the last day of the term included."""
    return sum(works(today + ONE_DAY * after) for after in range(1, (last - today).days + 1))


def spoken_progress(application: Application, *, today: date, phone: str, works: Callable[[date], bool]) -> str:
    """What whoever keys the number hears. today: the city's; phone: the department's, "" where none is known.

    The number alone is enough, as for tickets, and so it tells only the stage and its days. To ask for the last four
    digits of the applicant's phone besides would shut out the family or the agent who holds the receipt, and whoever's
    phone the department did not report, while four digits keep out nobody who tries; so nothing is told that would
    need them: neither the procedure, nor who applied, nor the wording of the result. The department's phone is told
    where only the department can say more, and it asks who calls.
    """
    since = _day(application.since.astimezone(CITY_TIME).date(), today)
    ask = f"请问承办单位，电话{phone}" if phone else "请按0问人工"
    match application.stage:
        case Stage.ACCEPTED:
            told = f"已于{since}受理{_term(application.due, today, ask, works)}"
        case Stage.IN_PROGRESS:
            told = f"正在办理，从{since}开始{_term(application.due, today, ask, works)}"
        case Stage.SUPPLEMENT:  # no term: it runs from the day on which nothing is missing (Licensing Law, Art. 32)
            told = f"需要补正材料，{since}已经通知申请人。要补哪些材料，{ask}"
        case Stage.APPROVED:
            told = f"已于{since}办结，结果是准予。请带受理凭证领取"
        case Stage.REFUSED:  # the reason and the remedies are in the written decision (Licensing Law, Art. 38)
            told = f"已于{since}办结，结果是不予批准。原因和不服时的办法写在决定书里，{ask}"
        case Stage.WITHDRAWN:
            told = f"申请人已于{since}撤回"
        case Stage.DELIVERED:
            told = f"已于{since}领取，全部办完"
    return f"受理号{application.number}，{told}。"


def _term(due: date | None, today: date, ask: str, works: Callable[[date], bool]) -> str:
    if due is None:
        return ""
    last = last_day(due, works)
    promised = f"，承诺{_day(due, today)}办结"
    if today > last:
        return f"{promised}，现在已经超过期限，很抱歉让您久等。什么时候办好，{ask}"
    if today == last:
        return f"{promised}，今天是最后一天"
    left = working_days_left(today, last, works) if last - today <= COUNTED else 0
    return f"{promised}，还有{left}个工作日" if left else promised


def _day(day: date, today: date) -> str:
    year = "" if day.year == today.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


def masked(text: str) -> str:
    """A name or a telephone for eyes that need not know it: its first sign, of digits the last four too."""
    if sum(sign.isdigit() for sign in text) >= 7:
        return f"{text[:3]}****{text[-4:]}"
    return text[:1] + "*" * min(len(text) - 1, 3) if text else ""
