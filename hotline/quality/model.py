"""An inspection, and what may be done with it: one table, and the one gate to ask it. Pure: the clock is an argument.

Rule: who inspects never inspects the own call, and who decides an appeal is neither the inspector nor the agent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from hotline.errors import ConflictError, InputError, NotAllowedError
from hotline.quality.form import Form, Given, Score, faults_of, scored

LONGEST_REASON = 500  # characters
MOST_MARKS = 50
MAY_INSPECT = ("supervisor", "admin")
"""The roles to which an inspection may be given."""


class State(StrEnum):
    """Where an inspection is."""

    DRAWN = "drawn"
    """To be inspected; there may be a draft."""
    SUBMITTED = "submitted"
    """Told to the agent."""
    APPEALED = "appealed"
    """The agent says that it is not right."""
    STANDS = "stands"
    """Somebody else looked at it, and it stays as it was."""
    CHANGED = "changed"
    """Somebody else looked at it, and scored it anew."""
    SET_ASIDE = "set_aside"
    """It could not be inspected; the reason is kept."""


class Act(StrEnum):
    """What somebody does."""

    DRAFT = "draft"
    SUBMIT = "submit"
    SET_ASIDE = "set_aside"
    ASSIGN = "assign"
    APPEAL = "appeal"
    DECIDE = "decide"


TABLE: Mapping[tuple[State, Act], frozenset[State]] = {
    (State.DRAWN, Act.DRAFT): frozenset({State.DRAWN}),
    (State.DRAWN, Act.SUBMIT): frozenset({State.SUBMITTED}),
    (State.DRAWN, Act.SET_ASIDE): frozenset({State.SET_ASIDE}),
    (State.DRAWN, Act.ASSIGN): frozenset({State.DRAWN}),
    (State.SUBMITTED, Act.APPEAL): frozenset({State.APPEALED}),
    (State.APPEALED, Act.DECIDE): frozenset({State.STANDS, State.CHANGED}),
}
TOLD = (State.SUBMITTED, State.APPEALED, State.STANDS, State.CHANGED)
"""The agent sees it, and it counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A moment of the recording. at: seconds from its beginning."""

    at: float
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What an inspector writes. note: about the whole."""

    given: Mapping[str, Given] = field(default_factory=dict)
    marks: tuple[Mark, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """A call that was drawn. agent, inspector, decided_by: user names, "" for nobody; why: codes of the rules it meets.

    draw: 0 for one that was chosen by hand; form, score: None until it is told; appeal_until: the last moment for one;
    seen: when the agent first looked at it, or at what was decided.
    """

    id: int
    call_id: str
    at: datetime
    draw: int
    rule: str
    by_chance: bool
    why: tuple[str, ...]
    reason: str
    agent: str
    inspector: str
    drawn: datetime
    state: State = State.DRAWN
    version: int = 1
    sheet: Sheet = field(default_factory=Sheet)
    form: Form | None = None
    score: Score | None = None
    submitted: datetime | None = None
    seen: datetime | None = None
    appeal_until: datetime | None = None
    appealed: datetime | None = None
    appeal_reason: str = ""
    decided: datetime | None = None
    decided_by: str = ""
    decision: str = ""


def require(one: Inspection, act: Act, version: int) -> None:
    """The gate. Raises ConflictError, with the state and the version as they are, where it is too late for this."""
    if (one.state, act) not in TABLE:
        raise ConflictError("这条质检已经不能这样处理，请刷新后再看。", state=str(one.state), version=one.version)
    if version != one.version:
        raise ConflictError("别人刚刚改过这条质检，请刷新后再试。", state=str(one.state), version=one.version)


def drafted(one: Inspection, sheet: Sheet, *, by: str) -> Inspection:
    """With what is written so far."""
    _inspector_only(one, by)
    return replace(one, sheet=sheet, version=one.version + 1)


def submitted(one: Inspection, sheet: Sheet, form: Form, *, by: str, now: datetime, until: datetime) -> Inspection:
    """Told to the agent. until: by when an appeal is possible. Raises InputError with details.fields."""
    _inspector_only(one, by)
    return replace(
        _scored(one, sheet, form), state=State.SUBMITTED, submitted=now, appeal_until=until, version=one.version + 1
    )


def set_aside(one: Inspection, reason: str, *, by: str, now: datetime) -> Inspection:
    """Not inspected, for a reason. Raises InputError."""
    _inspector_only(one, by)
    _said(reason, "reason", "不能质检的原因")
    return replace(one, state=State.SET_ASIDE, decision=reason, decided=now, decided_by=by, version=one.version + 1)


def reassigned(one: Inspection, inspector: str, *, by: str) -> Inspection:
    """Given to somebody else. Raises NotAllowedError for the agent of the call, who chooses no inspector either."""
    if by == one.agent:
        raise NotAllowedError("不能给自己的通话安排质检员。")
    if inspector == one.agent:
        raise NotAllowedError("不能质检自己的通话，请换一个人。")
    return replace(one, inspector=inspector, version=one.version + 1)


def appealed(one: Inspection, reason: str, *, by: str, now: datetime) -> Inspection:
    """The agent is of another mind. Raises NotAllowedError, ConflictError after the time for it, InputError."""
    if by != one.agent:
        raise NotAllowedError("只能申诉自己的质检。")
    _said(reason, "reason", "申诉理由")
    if one.appeal_until is not None and now > one.appeal_until:
        raise ConflictError("申诉期已过。", state=str(one.state), version=one.version)
    return replace(one, state=State.APPEALED, appealed=now, appeal_reason=reason, version=one.version + 1)


def decided(one: Inspection, sheet: Sheet | None, reason: str, *, by: str, now: datetime) -> Inspection:
    """A second person's word. sheet: as it is scored anew, None where it stands. Raises NotAllowedError, InputError."""
    if by in (one.inspector, one.agent):
        raise NotAllowedError("申诉要由质检员和当事人以外的人裁定。")
    _said(reason, "reason", "裁定理由")
    after = replace(one, decided=now, decided_by=by, decision=reason, seen=None, version=one.version + 1)
    if sheet is None:
        return replace(after, state=State.STANDS)
    if one.form is None:
        raise ConflictError("这条质检还没有评分。", state=str(one.state), version=one.version)
    anew = _scored(replace(after, state=State.CHANGED), sheet, one.form)
    if {code: said.answer for code, said in anew.sheet.given.items()} == {
        code: said.answer for code, said in one.sheet.given.items()
    }:
        raise InputError("评分没有变化，请选择维持。", fields={"answers": "评分没有变化"})
    return anew


def _scored(one: Inspection, sheet: Sheet, form: Form) -> Inspection:
    faults = faults_of(form, sheet.given)
    if faults:
        raise InputError("评分表没有提交，请改正标出的地方。", fields=faults)
    return replace(one, sheet=sheet, form=form, score=scored(form, sheet.given))


def _inspector_only(one: Inspection, by: str) -> None:
    if by == one.agent:
        raise NotAllowedError("不能质检自己的通话。")
    if by != one.inspector:
        raise NotAllowedError("这条质检分给了别人，请先改派给自己。")


def _said(text: str, name: str, what: str) -> None:
    if not text:
        raise InputError(f"请写明{what}。", fields={name: f"请写明{what}"})
    if len(text) > LONGEST_REASON:
        raise InputError(f"{what}最多{LONGEST_REASON}个字。", fields={name: f"最多{LONGEST_REASON}个字"})
