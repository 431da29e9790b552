"""The mail that carries a report: its subject, a text with the main figures, the file. Pure.

Rule: figures and nothing else: no ticket, no citizen, no words of theirs but what the report itself may tell to all its
readers; no text from outside becomes a header without EmailMessage, which refuses a line's end in one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr

from hotline.reports.figures import Figure
from hotline.reports.mail.model import Subscription
from hotline.reports.period import CITY_TIME, month_text
from hotline.reports.report import Report
from hotline.reports.writers.wording import NOTHING, parts_text, period_text, standing, value_text, with_unit
from hotline.reports.writers.writer import Writer
from hotline.storage.text import plain_text

MOST_FIGURES = 12
_SERVICE = "12345政务服务便民热线"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What is put into an envelope. office: the name of the department whose rows it tells, "" for all."""

    city: str
    office: str
    subscription: Subscription
    report: Report
    writer: Writer
    content: bytes


def file_name(report: Report, ending: str, department: str = "") -> str:
    """In plain letters, whatever the report is about."""
    period = report.period
    days = month_text(period) or (f"{period.first}-{period.last}" if period.days > 1 else str(period.first))
    of = "".join(sign for sign in department if sign.isascii() and sign.isalnum())
    return "-".join(filter(None, (report.name, of, days))) + f".{ending}"


def subject_of(letter: Letter) -> str:
    """What a mailbox lists."""
    report = letter.report
    corrected = f"（更正{report.closing.correction}）" if report.closing and report.closing.correction else ""
    about = f"{report.title}·{letter.office}" if letter.office else report.title
    kind = letter.subscription.wanted.every.label
    return plain_text(f"【{letter.city}12345】{kind}：{about} {period_text(report.period)}{corrected}")


def text_of(letter: Letter) -> str:
    """The mail's text."""
    report, number = letter.report, letter.subscription.id
    name = file_name(report, letter.writer.ending, letter.subscription.wanted.department)
    lines = [
        f"{letter.city}{_SERVICE}　{letter.subscription.wanted.every.label}：{report.title}",
        *([f"单位：{letter.office}"] if letter.office else []),
        f"统计期：{period_text(report.period)}",
        standing(report),
        "",
        *(_prose(report) if report.prose else _figures(report)),
        "",
        f"全部数据和指标口径见附件{name}。",
        f"本邮件由热线系统按第{number}号订阅自动发送，请勿回复。不再需要时，请联系热线班长停止。",
    ]
    return "\n".join(plain_text(line) for line in lines) + "\n"


def message_of(letter: Letter, sender: str, at: datetime) -> EmailMessage:
    """The whole mail. at: when it is sent. Raises ValueError where a header would hold a line's end."""
    wanted, report, period = letter.subscription.wanted, letter.report, letter.report.period
    message = EmailMessage(policy=SMTP)
    message["From"] = formataddr((plain_text(f"{letter.city}12345热线"), sender))
    message["To"] = ", ".join(wanted.recipients)
    message["Subject"] = subject_of(letter)
    message["Date"] = format_datetime(at.astimezone(CITY_TIME))
    domain = sender.rpartition("@")[2]
    # the same mail sent twice, as after a crash, is known by it
    message["Message-ID"] = f"<report-{letter.subscription.id}-{period.first}-{period.last}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text_of(letter), charset="utf-8", cte="base64")
    main, _, sub = letter.writer.type.partition(";")[0].partition("/")
    message.add_attachment(
        letter.content,
        maintype=main,
        subtype=sub,
        filename=file_name(report, letter.writer.ending, wanted.department),
    )
    return message


def _prose(report: Report) -> Iterator[str]:
    for passage in report.prose:
        yield f"【{passage.title}】"
        yield from passage.text.split("\n")


def _figures(report: Report) -> Iterator[str]:
    """What is one row, which is the whole or one's own."""
    singles = [section for section in report.sections if len(section.rows) == 1]
    figures = [figure for section in singles for figure in section.rows[0].figures]
    known: dict[str, Figure] = {}
    for figure in figures:
        known.setdefault(figure.definition.code, figure)
    if not known:
        yield "期内没有数据。"
    for figure in list(known.values())[:MOST_FIGURES]:
        yield _line(figure)


def _line(figure: Figure) -> str:
    kind, told = figure.definition.kind, with_unit(figure.amount, figure)
    beside = [
        f"{name}{value_text(amount, kind)}"
        for name, amount in (("上期", figure.before), ("上年同期", figure.year_ago))
        if amount is not None and value_text(amount, kind) != NOTHING
    ]
    parts = parts_text(figure.amount, kind)
    few = ["样本少"] if figure.amount.few(kind) and figure.amount.denominator else []
    rest = "，".join([*([parts] if parts and told != NOTHING else []), *few, *beside])
    return f"{figure.definition.name}：{told}{f'（{rest}）' if rest else ''}"
