"""The life of an entry's versions: who may move one from which state to which, and what differs between two. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hotline.errors import ConflictError, InputError
from hotline.kb.cells import render
from hotline.kb.headings import Shape, sheet_of
from hotline.kb.model import Entry, Kind
from hotline.kb.records import kind_of


class VersionState(StrEnum):
    """Where a version stands."""

    DRAFT = "draft"
    """Being written; nobody outside hears of it."""
    REVIEW = "review"
    """Handed in; somebody else has to look at it."""
    PUBLISHED = "published"
    """What callers hear and agents read."""
    REPLACED = "replaced"
    """Was published until a later version was."""
    WITHDRAWN = "withdrawn"
    """Was published, and is no longer true."""


class Move(StrEnum):
    """What somebody does to a version."""

    SUBMIT = "submit"
    """Its author hands it in."""
    PUBLISH = "publish"
    """Somebody else than its author finds it right; of OWN_WORK also its author."""
    REFUSE = "refuse"
    """Somebody sends it back, with a reason."""
    WITHDRAW = "withdraw"
    """It is taken off, with a reason."""


MOVES: dict[tuple[VersionState, Move], VersionState] = {
    (VersionState.DRAFT, Move.SUBMIT): VersionState.REVIEW,
    (VersionState.REVIEW, Move.PUBLISH): VersionState.PUBLISHED,
    (VersionState.REVIEW, Move.REFUSE): VersionState.DRAFT,
    (VersionState.PUBLISHED, Move.WITHDRAW): VersionState.WITHDRAWN,
}
OWN_WORK = frozenset({Kind.SYNONYM})
"""What its author may publish: it says nothing of its own to a citizen, and is to be seen at work at once."""
_STATE_WORDS = {
    VersionState.DRAFT: "草稿",
    VersionState.REVIEW: "待审核",
    VersionState.PUBLISHED: "已发布",
    VersionState.REPLACED: "已被新版本替换",
    VersionState.WITHDRAWN: "已撤下",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of an entry. version: from 1; judged_by, judged: who published or refused it, and when.

    note: its author's, or why it was refused; withdrawn_by, withdrawn, withdrawn_why: who took it off, when and why.
    """

    entry: Entry
    version: int
    state: VersionState
    author: str
    created: datetime
    note: str = ""
    judged_by: str = ""
    judged: datetime | None = None
    withdrawn_by: str = ""
    withdrawn: datetime | None = None
    withdrawn_why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One field that is not the same. title: its heading; before, after: as they are written in a table."""

    field: str
    title: str
    before: str
    after: str


def moved(version: Version, move: Move, *, actor: str, note: str) -> VersionState:
    """The state after a move.

    Raises ConflictError where the version is not in a state for it, InputError where somebody else than its author
    hands it in, an author would approve his own work (but see OWN_WORK), or a refusal or withdrawal has no reason.
    """
    to = MOVES.get((version.state, move))
    if to is None:
        state = _STATE_WORDS[version.state]
        raise ConflictError(f"这个版本现在是“{state}”，不能这样操作，请刷新后再看。", state=str(version.state))
    if move is Move.SUBMIT and actor != version.author:
        raise InputError("只有起草人可以提交审核。", fields={"actor": "只有起草人可以提交审核"})
    if move is Move.PUBLISH and actor == version.author and kind_of(version.entry) not in OWN_WORK:
        raise InputError("自己写的内容要由别人审核。", fields={"actor": "自己写的内容要由别人审核"})
    if move in (Move.REFUSE, Move.WITHDRAW) and not note.strip():
        raise InputError("请写明原因。", fields={"note": "请写明原因"})
    return to


def differences(before: Entry | None, after: Entry | None) -> tuple[Difference, ...]:
    """What differs between two versions of an entry, in the order of the columns; None is one that is not there."""
    some = after or before
    if some is None:
        return ()
    found = []
    for heading in sheet_of(kind_of(some)).headings:
        old, new = (_written(entry, heading.field, heading.shape) for entry in (before, after))
        if old != new and heading.field != "code":
            found.append(Difference(field=heading.field, title=heading.title, before=old, after=new))
    further = dict.fromkeys([*_more(before), *_more(after)])
    for title in further:
        old, new = _more(before).get(title, ""), _more(after).get(title, "")
        if old != new:
            found.append(Difference(field="more", title=title, before=old, after=new))
    return tuple(found)


def _written(entry: Entry | None, field: str, shape: Shape) -> str:
    return render(getattr(entry, field), shape) if entry is not None else ""


def _more(entry: Entry | None) -> dict[str, str]:
    return dict(entry.more) if entry is not None else {}


def title_of(entry: Entry) -> str:
    """What an entry is called in a list."""
    return str(getattr(entry, _TITLES[kind_of(entry)]))


def owner_of(entry: Entry) -> str:
    """The code of the department that keeps an entry; a department keeps itself; "" where the hotline's editors do."""
    kind = kind_of(entry)
    if kind is Kind.DEPARTMENT:
        return entry.code
    return str(getattr(entry, "department", ""))


_TITLES = {
    Kind.DEPARTMENT: "name",
    Kind.PROCEDURE: "name",
    Kind.QUESTION: "question",
    Kind.BULLETIN: "title",
    Kind.SYNONYM: "term",
}
