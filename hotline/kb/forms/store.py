"""Forms as rows and back. Rule: a row of what citizens once got is never deleted; only its state changes."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from hotline.kb.forms.model import Form, FormState
from hotline.storage.tables import KbFormRow

CODE_LENGTH = 10  # of 30 signs each: whoever guesses a thousand a second finds a form in some thousand years
_SIGNS = "abcdefghjkmnpqrstuvwxyz2345678"  # none is taken for another where a text is read aloud or copied


def form_of(row: KbFormRow) -> Form:
    """The value."""
    return Form(
        id=row.id,
        code=row.code,
        file=row.file,
        sha256=row.sha256,
        size=row.size,
        type=row.type,
        state=FormState(row.state),
        uploaded_by=row.uploaded_by,
        at=row.at,
        ended_by=row.ended_by,
        ended=row.ended,
    )


async def published(session: AsyncSession) -> list[Form]:
    """What citizens may get, by name."""
    asked = select(KbFormRow).where(KbFormRow.state == str(FormState.PUBLISHED)).order_by(KbFormRow.name)
    return [form_of(row) for row in await session.scalars(asked)]


async def latest(session: AsyncSession) -> dict[str, KbFormRow]:
    """The newest version of each form, by key."""
    rows = await session.scalars(select(KbFormRow).order_by(KbFormRow.name, KbFormRow.id))
    return {row.name: row for row in rows}


async def row_of(session: AsyncSession, form_id: int) -> KbFormRow | None:
    """One version."""
    return await session.get(KbFormRow, form_id)


async def out_by_code(session: AsyncSession, code: str) -> Form | None:
    """The published version behind an address."""
    asked = select(KbFormRow).where(KbFormRow.code == code, KbFormRow.state == str(FormState.PUBLISHED))
    row = await session.scalar(asked)
    return form_of(row) if row is not None else None


def end(row: KbFormRow, state: FormState, *, actor: str, at: datetime) -> None:
    """Citizens get this version no longer."""
    row.state, row.ended_by, row.ended = str(state), actor, at


def new_code(taken: Iterable[str]) -> str:
    """An address that nobody can guess and anybody can copy."""
    known = set(taken)
    while True:
        code = "".join(secrets.choice(_SIGNS) for _ in range(CODE_LENGTH))
        if code not in known:
            return code
