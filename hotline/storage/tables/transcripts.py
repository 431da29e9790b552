"""What was said in conversations, as it was recognised, and what is needed to hear their recordings afterwards."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Float, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hotline.storage.tables.base import CALL_ID, Table


class CallUtteranceRow(Table):
    """As calls.transcript.Utterance. at: when it was kept; words: text, start and end of each."""

    __tablename__ = "call_utterances"
    __table_args__ = (Index(None, "call_id", "start"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[str] = mapped_column(String(CALL_ID))
    at: Mapped[datetime] = mapped_column(index=True)
    side: Mapped[str] = mapped_column(String(8))
    start: Mapped[float] = mapped_column(Float)
    end: Mapped[float] = mapped_column(Float)
    text: Mapped[str] = mapped_column(Text)
    words: Mapped[list[list[Any]]] = mapped_column(JSON)


class CallTranscriptRow(Table):
    """How the transcript of a call that is over came about, as calls.afterwards.Origin. at: when that was settled."""

    __tablename__ = "call_transcripts"
    call_id: Mapped[str] = mapped_column(String(CALL_ID), primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    origin: Mapped[str] = mapped_column(String(8))


class CallJoinRow(Table):
    """While the citizen was joined with somebody, and the call was recorded. ended: NULL where it was not seen."""

    __tablename__ = "call_joins"
    call_id: Mapped[str] = mapped_column(String(CALL_ID), primary_key=True)
    began: Mapped[datetime] = mapped_column(primary_key=True, index=True)
    ended: Mapped[datetime | None]


class CallAsideRow(Table):
    """While somebody was asked the citizen heard music. ended: NULL where the end was not seen."""

    __tablename__ = "call_asides"
    call_id: Mapped[str] = mapped_column(String(CALL_ID), primary_key=True)
    began: Mapped[datetime] = mapped_column(primary_key=True)
    ended: Mapped[datetime | None]
