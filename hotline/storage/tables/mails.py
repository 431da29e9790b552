"""Reports that are mailed: who gets which, and what came of each sending."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hotline.storage.tables.base import Table


class ReportSubscriptionRow(Table):
    """A report that goes out again and again. department: whose rows alone, "" for all; recipients: addresses.

    since: from when on it was to go out: what fell due before is not made up for.
    """

    __tablename__ = "report_subscriptions"
    id: Mapped[int] = mapped_column(primary_key=True)
    report: Mapped[str] = mapped_column(String(32))
    department: Mapped[str] = mapped_column(String(16), default="")
    every: Mapped[str] = mapped_column(String(8))
    hour: Mapped[int]
    form: Mapped[str] = mapped_column(String(8))
    recipients: Mapped[list[str]] = mapped_column(JSON)
    active: Mapped[bool]
    since: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(64))
    changed_by: Mapped[str] = mapped_column(String(64))
    changed: Mapped[datetime]


class ReportMailRow(Table):
    """One sending: a subscription's mail about a period, which there is once. first, last: days of the period.

    tries: begun so far; next_try: due then, while it waits; why: of the last failure, or what the mail lacks.
    """

    __tablename__ = "report_mails"
    __table_args__ = (UniqueConstraint("subscription", "first", "last"), Index(None, "state", "next_try"))
    id: Mapped[int] = mapped_column(primary_key=True)
    subscription: Mapped[int] = mapped_column(ForeignKey("report_subscriptions.id", ondelete="CASCADE"))
    first: Mapped[date] = mapped_column(Date)
    last: Mapped[date] = mapped_column(Date)
    due: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(8))
    tries: Mapped[int] = mapped_column(default=0)
    next_try: Mapped[datetime]
    sent: Mapped[datetime | None]
    why: Mapped[str] = mapped_column(String(300), default="")
