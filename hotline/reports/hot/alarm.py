"""How a matter goes: more or fewer people than before, and whether its last days are a burst. Pure.

Rule: a warning must not come of chance. Given how many citizens told of a matter in all, how many of them did so in the
last days is binomial as long as nothing has happened; the chance is shared among all matters that are asked about
(Bonferroni), so that a whole report without any burst warns by mistake as seldom as the rule says.
"""

from __future__ import annotations

from dataclasses import dataclass

from scipy.special import betainc

from hotline.reports.hot.model import Alarm, Direction, HotRule, Trend
from hotline.sentences import sentence

_FEW = 5  # people in the period and before it, below which nobody can say where it goes
_RISING, _FALLING = 1.5, 2 / 3
_TINY = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Citizens who told in the last days and in the days before, of one matter or of all other messages.

    A citizen counts where he told first.
    """

    recent: int
    earlier: int


def alarm_of(matter: Flow, others: Flow, rule: HotRule, *, recent_days: int, all_days: int, asked: int) -> Alarm:
    """Whether a matter's last days are a burst.

    others: all other messages, which tell when it was only that everybody called more; all_days: the last days and
    those before, as far as there are messages; asked: matters that this is asked of.
    """
    share = _share(others, recent_days, all_days)
    if share >= 1:
        return _silent(matter, 0.0, 1.0, "此前没有数据可比，不作预警。")
    expected = matter.earlier * share / (1 - share)
    chance = _at_least(matter.recent, matter.recent + matter.earlier, share)
    days_before = all_days - recent_days
    said = _said(matter, recent_days, days_before, expected)
    if matter.recent < rule.warn_citizens:
        return _silent(matter, expected, chance, f"{said}不足{rule.warn_citizens}人，不作预警。")
    if matter.recent < rule.times * expected or chance * max(1, asked) > rule.chance:
        return _silent(matter, expected, chance, f"{said}未明显超出平时的起伏，不作预警。")
    return Alarm(
        fires=True,
        why=_burst(matter, recent_days, days_before, expected, chance),
        recent=matter.recent,
        earlier=matter.earlier,
        expected=round(expected, 2),
        chance=chance,
    )


def _share(others: Flow, recent_days: int, all_days: int) -> float:
    """What share of a matter falls into the last days as long as nothing happens: by the days, or by all that is told.

    The larger of the two: neither a holiday nor a hotline that has just opened makes an alarm.
    """
    of_all = others.recent + others.earlier
    return max(recent_days / max(1, all_days), others.recent / of_all if of_all else 0.0)


def _at_least(count: int, of: int, share: float) -> float:
    """How likely so many or more of so many fall into a share."""
    return 1.0 if count <= 0 else float(betainc(count, of - count + 1, share))


def _silent(matter: Flow, expected: float, chance: float, why: str) -> Alarm:
    return Alarm(
        fires=False, why=why, recent=matter.recent, earlier=matter.earlier, expected=round(expected, 2), chance=chance
    )


def _said(matter: Flow, recent_days: int, days_before: int, expected: float) -> str:
    before = f"此前{days_before}天有{matter.earlier}人（照此{recent_days}天约{expected:.1f}人）"
    return (
        f"近{recent_days}天有{matter.recent}人反映，{before if matter.earlier else f'此前{days_before}天没有人反映'}，"
    )


def _burst(matter: Flow, recent_days: int, days_before: int, expected: float, chance: float) -> str:
    code = f"burst{'' if matter.earlier else '_new'}{'_rare' if chance < _TINY else ''}"
    return sentence(
        code,
        recent_days=recent_days,
        recent=matter.recent,
        before_days=days_before,
        earlier=matter.earlier,
        expected=f"{expected:.1f}",
        chance=f"{chance * 10_000:.0f}",
    )


def trend_of(now: int, before: int, *, now_days: int, before_days: int) -> Trend:
    """People in the period and before it. before_days: as far as there are messages; 0 where there are none."""
    now_per_day = now / now_days
    before_per_day = before / before_days if before_days else 0.0
    return Trend(
        now=now,
        before=before,
        now_per_day=round(now_per_day, 3),
        before_per_day=round(before_per_day, 3),
        direction=_direction(now, before, now_per_day, before_per_day) if before_days else Direction.UNKNOWN,
    )


def _direction(now: int, before: int, now_per_day: float, before_per_day: float) -> Direction:
    if not before:
        return Direction.NEW
    if now + before < _FEW:
        return Direction.UNKNOWN
    if now_per_day >= _RISING * before_per_day:
        return Direction.RISING
    return Direction.FALLING if now_per_day <= _FALLING * before_per_day else Direction.STEADY
