"""The knowledge base, in versions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from hotline.storage.tables.base import Table


class KbEntryRow(Table):
    """An entry of the knowledge base, whatever its state. position: in its list; published: the version, if any.

    title: its name, for lists; owner: the code of the department that keeps it; pack_sum: SHA-256 of what the city
    pack said of it when it was last read.
    """

    __tablename__ = "kb_entries"
    __table_args__ = (UniqueConstraint("kind", "code"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    code: Mapped[str] = mapped_column(String(16))
    position: Mapped[int] = mapped_column(default=0)
    published: Mapped[int | None]
    title: Mapped[str] = mapped_column(String(300))
    owner: Mapped[str] = mapped_column(String(16), default="", index=True)
    pack_sum: Mapped[str] = mapped_column(String(64), default="")


class KbVersionRow(Table):
    """One version of an entry. content: its fields; judged_by: who published or refused it, and when.

    withdrawn_by: who took it off, when and why; "" also where a later version took its place.
    """

    __tablename__ = "kb_versions"
    __table_args__ = (UniqueConstraint("entry_id", "version"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("kb_entries.id", ondelete="CASCADE"))
    version: Mapped[int]
    state: Mapped[str] = mapped_column(String(16), index=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    author: Mapped[str] = mapped_column(String(64))
    created: Mapped[datetime]
    note: Mapped[str] = mapped_column(Text, default="")
    judged_by: Mapped[str] = mapped_column(String(64), default="")
    judged: Mapped[datetime | None]
    withdrawn_by: Mapped[str] = mapped_column(String(64), default="", server_default="")
    withdrawn: Mapped[datetime | None]
    withdrawn_why: Mapped[str] = mapped_column(Text, default="", server_default="")


class KbRevisionRow(Table):
    """One change of what is published: an import, an approval, a withdrawal. pack_sum: of the whole pack, else ""."""

    __tablename__ = "kb_revisions"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(64))
    source: Mapped[str] = mapped_column(String(300))
    summary: Mapped[str] = mapped_column(Text)
    pack_sum: Mapped[str] = mapped_column(String(64), default="")


class KbMissRow(Table):
    """A question that the search did not answer. times: how often; unhelpful: how often somebody said so.

    callers, citizens, agents: how often of both together by telephone, on the citizens' page, at a desk.
    """

    __tablename__ = "kb_misses"
    question: Mapped[str] = mapped_column(String(300), primary_key=True)
    times: Mapped[int]
    unhelpful: Mapped[int]
    callers: Mapped[int] = mapped_column(default=0, server_default="0")
    citizens: Mapped[int] = mapped_column(default=0, server_default="0")
    agents: Mapped[int] = mapped_column(default=0, server_default="0")
    last: Mapped[datetime] = mapped_column(index=True)
    settled: Mapped[bool] = mapped_column(default=False)


class KbStarRow(Table):
    """A user's favourite. No foreign key: it outlives an entry that is away for a while."""

    __tablename__ = "kb_stars"
    username: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    code: Mapped[str] = mapped_column(String(16), primary_key=True)
    at: Mapped[datetime]


class KbUseRow(Table):
    """How often an entry was used on a day of the city's (2026-10-31) in one way (kb.uses.Way); who did is not kept.

    in_calls: those of them with a citizen on the line. No foreign key: it counts on when the entry is gone.
    """

    __tablename__ = "kb_uses"
    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    code: Mapped[str] = mapped_column(String(16), primary_key=True)
    way: Mapped[str] = mapped_column(String(16), primary_key=True)
    times: Mapped[int]
    in_calls: Mapped[int]


class KbSearchRow(Table):
    """How often was searched on a day, from where (kb.uses.Door). username: who is signed in, "" for citizens.

    missed, unsure: those of them that found nothing, and that found what may not be it.
    """

    __tablename__ = "kb_searches"
    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    door: Mapped[str] = mapped_column(String(16), primary_key=True)
    username: Mapped[str] = mapped_column(String(64), primary_key=True)
    times: Mapped[int]
    missed: Mapped[int]
    unsure: Mapped[int]


_ONE_OUT = text("state = 'published'")


class KbFormRow(Table):
    """One version of a form. code: in its address, the same for all versions; name: what makes versions one form.

    file: its name as people see it; type: the extension; ended_by: who replaced or withdrew it, and when; pack_sum:
    SHA-256 of the city pack's own file when it was last read, "" where the pack has none.
    """

    __tablename__ = "kb_forms"
    __table_args__ = (
        Index("uq_kb_forms_published", "name", unique=True, sqlite_where=_ONE_OUT, postgresql_where=_ONE_OUT),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(16), index=True)
    name: Mapped[str] = mapped_column(String(120), index=True)
    file: Mapped[str] = mapped_column(String(120))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    type: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(16))
    uploaded_by: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    ended_by: Mapped[str] = mapped_column(String(64), default="")
    ended: Mapped[datetime | None]
    pack_sum: Mapped[str] = mapped_column(String(64), default="")
