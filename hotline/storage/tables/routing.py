"""The dispatch directory, in versions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hotline.storage.tables.base import Table


class DispatchLineRow(Table):
    """One version of a line. number: what people call the line by, the same for all versions; by, at: of this version.

    state: of the newest version current or withdrawn, of all before replaced; pack_sum: SHA-256 of what the city pack
    said of the line when it was last read, "" where the pack has none.
    """

    __tablename__ = "dispatch_lines"
    __table_args__ = (UniqueConstraint("number", "version"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    version: Mapped[int]
    state: Mapped[str] = mapped_column(String(16))
    category: Mapped[str] = mapped_column(String(16), default="")
    place: Mapped[str] = mapped_column(String(64), default="")
    keywords: Mapped[list[str]] = mapped_column(JSON)
    lead: Mapped[str] = mapped_column(String(16))
    assisting: Mapped[list[str]] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(Text, default="")
    by: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    pack_sum: Mapped[str] = mapped_column(String(64), default="")
