"""What agents did, what rang at their phones, and what they were told all at once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from hotline.storage.tables.base import CALL_ID, Table

_EXTENSION, _USER = 16, 64
LASTING = text("ended IS NULL")
OPEN = text("over IS NULL")
"""Of the few that are looked for by it: written into a question as they stand here, the small index answers it."""


class AgentStateRow(Table):
    """An agent in one state, as agents.spells.Spell. username: whose desk it was then, "" for nobody's."""

    __tablename__ = "agent_states"
    __table_args__ = (
        Index(None, "username", "began"),
        Index("ix_agent_states_lasting", "extension", sqlite_where=LASTING, postgresql_where=LASTING),
    )
    extension: Mapped[str] = mapped_column(String(_EXTENSION), primary_key=True)
    began: Mapped[datetime] = mapped_column(primary_key=True)
    ended: Mapped[datetime | None]
    username: Mapped[str] = mapped_column(String(_USER))
    state: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(64))
    unsure: Mapped[bool]


class AgentRingRow(Table):
    """A ring at an agent's phone, as agents.rings.Ring."""

    __tablename__ = "agent_rings"
    __table_args__ = (
        Index(None, "username", "rung"),
        Index("ix_agent_rings_open", "call_id", sqlite_where=OPEN, postgresql_where=OPEN),
    )
    call_id: Mapped[str] = mapped_column(String(CALL_ID), primary_key=True)
    extension: Mapped[str] = mapped_column(String(_EXTENSION), primary_key=True)
    rung: Mapped[datetime] = mapped_column(primary_key=True)
    answered: Mapped[datetime | None]
    over: Mapped[datetime | None]
    username: Mapped[str] = mapped_column(String(_USER))
    outcome: Mapped[str] = mapped_column(String(16))
    talked: Mapped[int]


class AgentSkillRow(Table):
    """Something that an agent can do, as agents.skills.Skill; a code that the city dropped stays, and is nothing."""

    __tablename__ = "agent_skills"
    username: Mapped[str] = mapped_column(String(_USER), primary_key=True)
    skill: Mapped[str] = mapped_column(String(16), primary_key=True)


class BroadcastRow(Table):
    """What a supervisor told all desks, as agents.broadcasts.Broadcast."""

    __tablename__ = "broadcasts"
    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(_USER))
    at: Mapped[datetime]
    ends: Mapped[datetime] = mapped_column(index=True)


class BroadcastReadRow(Table):
    """Who has read it, and when first."""

    __tablename__ = "broadcast_reads"
    broadcast: Mapped[int] = mapped_column(ForeignKey("broadcasts.id", ondelete="CASCADE"), primary_key=True)
    username: Mapped[str] = mapped_column(String(_USER), primary_key=True)
    at: Mapped[datetime]


class SupervisorActRow(Table):
    """What a supervisor did to a call, a desk or overflow, as agents.acts.Done. watch: the supervisor's own call."""

    __tablename__ = "supervisor_acts"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    act: Mapped[str] = mapped_column(String(16), index=True)
    by: Mapped[str] = mapped_column(String(_USER))
    call_id: Mapped[str] = mapped_column(String(CALL_ID))
    extension: Mapped[str] = mapped_column(String(_EXTENSION))
    watch: Mapped[str] = mapped_column(String(CALL_ID), index=True)
    mode: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(64))
    began: Mapped[datetime | None]
    ended: Mapped[datetime | None]
    failed: Mapped[str] = mapped_column(String(200))
