"""Calibration: a second inspector scores a call that was scored already, and the two are laid side by side, by item.

Pure. Rule: a second score is on the form of the first; it changes nothing of the first, is told to no agent and stands
in no figure of an agent.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from hotline.errors import ConflictError, InputError, NotAllowedError
from hotline.quality.form import Answer, Form, Score, faults_of, scored
from hotline.quality.model import TOLD, Inspection, Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Second:
    """What another inspector made of the call. by: user name."""

    inspection: int
    by: str
    at: datetime
    sheet: Sheet
    form: Form

    @property
    def score(self) -> Score:
        """What came of it."""
        return scored(self.form, self.sheet.given)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One item, of one call. answers: the first inspector's, then the others' in the order of their scores."""

    code: str
    name: str
    answers: tuple[Answer | None, ...]

    @property
    def same(self) -> bool:
        """Whether all say the same."""
        return len(set(self.answers)) == 1


def second(first: Inspection, sheet: Sheet, *, by: str, now: datetime) -> Second:
    """Raises NotAllowedError for who inspected or made the call, ConflictError before it was told, InputError."""
    if by in (first.agent, first.inspector):
        raise NotAllowedError("校准要由质检员和当事人以外的人评分。")
    if first.state not in TOLD or first.form is None:
        raise ConflictError("这条质检还没有评分，不能校准。", state=str(first.state), version=first.version)
    if faults := faults_of(first.form, sheet.given):
        raise InputError("评分表没有提交，请改正标出的地方。", fields=faults)
    return Second(inspection=first.id, by=by, at=now, sheet=sheet, form=first.form)


def compared(first: Inspection, others: Iterable[Second]) -> tuple[Compared, ...]:
    """Item by item, in the order of the form."""
    sheets = (first.sheet, *(one.sheet for one in others))
    return tuple(
        Compared(
            code=item.code,
            name=item.name,
            answers=tuple(said.answer if (said := sheet.given.get(item.code)) else None for sheet in sheets),
        )
        for item in (first.form.items if first.form else ())
    )
