"""Reports by mail, as far as nothing is sent: when, to whom, in which words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy

import pytest

from hotline.errors import InputError, SetupError
from hotline.reports.definitions import DEFINITIONS
from hotline.reports.figures import Amount, Figure
from hotline.reports.mail.drafting import wanted_of
from hotline.reports.mail.letter import Letter, file_name, message_of
from hotline.reports.mail.model import LATEST, Every, Subscription, Wanted, dues, newest, next_due
from hotline.reports.period import Period
from hotline.reports.report import Closing, Passage, Report, Row, Section
from hotline.reports.writers import WRITERS
from hotline.settings import read_settings

DAILY = Wanted(report="tickets", every=Every.DAY, hour=8, form="csv", recipients=("leader@city.gov.cn",))
DOMAINS, OFFICES = ("city.gov.cn",), ("01", "02")
BODY = {"report": "tickets", "every": "daily", "hour": 8, "format": "csv", "recipients": ["leader@city.gov.cn"]}
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def at(text: str) -> datetime:
    """A moment of the city's clock."""
    return datetime.fromisoformat(f"{text}+08:00")


def period(first: str, last: str) -> Period:
    """These days."""
    return Period(first=date.fromisoformat(first), last=date.fromisoformat(last))


@pytest.mark.parametrize(
    ("every", "now", "last"),
    [
        (Every.DAY, "2026-11-21 08:00", ("2026-11-20", "2026-11-20")),
        (Every.DAY, "2026-11-21 07:59", ("2026-11-19", "2026-11-19")),
        (Every.WEEK, "2026-11-23 08:00", ("2026-11-16", "2026-11-22")),
        (Every.WEEK, "2026-11-23 07:59", ("2026-11-09", "2026-11-15")),
        (Every.WEEK, "2026-11-21 12:00", ("2026-11-09", "2026-11-15")),
        (Every.MONTH, "2026-03-01 08:00", ("2026-02-01", "2026-02-28")),
        (Every.MONTH, "2026-03-01 07:59", ("2026-01-01", "2026-01-31")),
        (Every.MONTH, "2026-01-31 12:00", ("2025-12-01", "2025-12-31")),
    ],
)
def test_a_period_falls_due_when_it_is_over(every: Every, now: str, last: tuple[str, str]) -> None:
    """At the hour of the day after it, by the city's clock; so many are made up for and no more."""
    found = dues(replace(DAILY, every=every), LONG_AGO, at(now))
    assert found[-1].period == period(*last)
    assert len(found) == LATEST[every]
    assert [one.at for one in found] == sorted(one.at for one in found)
    assert all(one.at <= at(now) for one in found)


def test_nothing_is_made_up_for_from_before_the_subscription() -> None:
    """What fell due an hour before it is not owed; what falls due the moment it begins is."""
    now = at("2026-11-21 09:00")
    assert dues(DAILY, at("2026-11-21 08:01"), now) == ()
    assert len(dues(DAILY, at("2026-11-21 08:00"), now)) == 1
    assert len(dues(DAILY, at("2026-11-19 12:00"), now)) == 2


def test_the_next_mail_is_told() -> None:
    """Today where its hour is still to come; of a month on the first of the next."""
    assert next_due(DAILY, at("2026-11-21 07:59")) == at("2026-11-21 08:00")
    assert next_due(DAILY, at("2026-11-21 08:00")) == at("2026-11-22 08:00")
    assert next_due(replace(DAILY, every=Every.WEEK), at("2026-11-21 08:00")) == at("2026-11-23 08:00")
    assert next_due(replace(DAILY, every=Every.MONTH), at("2026-12-01 09:00")) == at("2027-01-01 08:00")
    assert newest(Every.MONTH, at("2026-12-01 00:00")) == period("2026-11-01", "2026-11-30")


def test_what_is_wrong_with_a_subscription_is_told_at_once() -> None:
    """Each field with what it may be."""
    body = {
        "report": "gossip",
        "every": "hourly",
        "hour": 24,
        "format": "html",
        "department": "99",
        "recipients": ["a@evil.example", "nobody"],
    }
    with pytest.raises(InputError) as raised:
        wanted_of(body, domains=DOMAINS, departments=OFFICES)
    fields = raised.value.details["fields"]
    assert isinstance(fields, dict)
    assert fields.keys() == body.keys()
    assert "“a@evil.example”不在允许的域名内，允许的有city.gov.cn" in fields["recipients"]
    assert "“nobody”不是邮件地址" in fields["recipients"]


@pytest.mark.parametrize(
    "evil",
    [
        "leader@city.gov.cn\r\nBcc: all@evil.example",
        "leader@city.gov.cn\n",
        "leader@city.gov.cn, other@evil.example",
        "Leader <leader@city.gov.cn>",
        "leader@city.gov.cn.evil.example",
        "leader@evil.example@city.gov.cn",
        '"a b"@city.gov.cn',
        "领导@city.gov.cn",
        "leader@sub.city.gov.cn",
        ".leader@city.gov.cn",
        f"{'a' * 140}@city.gov.cn",
    ],
)
def test_no_address_breaks_out_of_its_header_or_its_domain(evil: str) -> None:
    """Nothing but a plain address of an allowed domain is taken."""
    with pytest.raises(InputError, match=r"不是邮件地址|不在允许的域名内"):
        wanted_of({**BODY, "recipients": [evil]}, domains=DOMAINS, departments=OFFICES)


def test_an_address_counts_once_however_its_domain_is_written() -> None:
    """A domain has no capitals."""
    wanted = wanted_of(
        {**BODY, "recipients": ["leader@CITY.gov.cn ", "leader@city.gov.cn", ""]}, domains=DOMAINS, departments=OFFICES
    )
    assert wanted == DAILY
    with pytest.raises(InputError, match="1到20个"):
        wanted_of({**BODY, "recipients": []}, domains=DOMAINS, departments=OFFICES)


def test_a_report_without_departments_cannot_be_had_by_one() -> None:
    """Telephone figures are nobody's own."""
    with pytest.raises(InputError, match="没有按单位的数据"):
        wanted_of({**BODY, "report": "telephone", "department": "01"}, domains=DOMAINS, departments=OFFICES)


def letter(**given: object) -> Letter:
    """A mail about October."""
    accepted = Figure(definition=DEFINITIONS["accepted"], amount=Amount(numerator=1234), before=Amount(numerator=1100))
    on_time = Figure(definition=DEFINITIONS["finished_on_time"], amount=Amount(numerator=20, denominator=25))
    row = Row(key="whole", name="合计", figures=(accepted, on_time), filters={})
    october = period("2026-10-01", "2026-10-31")
    report = Report(
        name="tickets",
        title="工单统计",
        period=october,
        before=october.before(),
        year_ago=october.year_ago(),
        made=at("2026-11-01 08:00"),
        sections=(Section(code="whole", title="总体", by="", rows=(row,)),),
    )
    subscription = Subscription(
        id=3,
        wanted=replace(DAILY, every=Every.MONTH, department="02"),
        active=True,
        since=LONG_AGO,
        created_by="a",
        changed_by="a",
        changed=LONG_AGO,
    )
    made = Letter(
        city="云川市", office="市人社局", subscription=subscription, report=report, writer=WRITERS["csv"], content=b"1"
    )
    return replace(made, **given)  # type: ignore[arg-type]


def test_a_mail_tells_the_main_figures_in_its_text() -> None:
    """Whoever opens no attachment knows how it stands."""
    message = message_of(letter(), "12345@city.gov.cn", at("2026-11-01 08:00"))
    read = message_from_bytes(message.as_bytes(), policy=policy.default)
    assert read["Subject"] == "【云川市12345】月报：工单统计·市人社局 2026-10-01 至 2026-10-31"
    assert read["Message-ID"] == "<report-3-2026-10-01-2026-10-31@city.gov.cn>"
    text = message.get_body().get_content()  # type: ignore[union-attr]
    assert "受理量：1,234件（上期1,100）" in text
    assert "按时办结率：80.0%（20/25，样本少）" in text
    assert "tickets-02-2026-10.csv" in text
    assert "第3号订阅" in text


def test_a_correction_is_told_in_the_subject() -> None:
    """Whoever has the first one sees that this is another."""
    closing = Closing(month="2026-10", at=at("2026-11-05 08:00"), by="boss", correction=1, reason="补录")
    message = message_of(
        letter(report=replace(letter().report, closing=closing)), "12345@city.gov.cn", at("2026-11-05 09:00")
    )
    assert str(message["Subject"]).endswith("（更正1）")


def test_prose_stands_in_the_mail_instead_of_figures() -> None:
    """The brief is read where it arrives."""
    prose = (Passage(title="总体情况", text="共受理工单1,234件。\n平稳。"),)
    told = letter(report=replace(letter().report, prose=prose))
    text = message_of(told, "12345@city.gov.cn", LONG_AGO).get_body().get_content()  # type: ignore[union-attr]
    assert "【总体情况】\n共受理工单1,234件。\n平稳。\n" in text.replace("\r\n", "\n")


def test_no_name_of_a_city_or_an_office_breaks_a_header() -> None:
    """A line's end in a name is no header's end."""
    message = message_of(letter(city="云川\r\nBcc: a@evil.example", office="局\nX: 1"), "12345@city.gov.cn", LONG_AGO)
    read = message_from_bytes(message.as_bytes(), policy=policy.default)
    assert read["Bcc"] is None
    assert read["X"] is None


def test_a_file_is_named_in_plain_letters() -> None:
    """Whatever its department is called."""
    report = letter().report
    assert file_name(report, "pdf", "../../etc") == "tickets-etc-2026-10.pdf"
    day = replace(report, period=period("2026-10-03", "2026-10-03"))
    assert file_name(day, "pdf") == "tickets-2026-10-03.pdf"
    assert file_name(replace(day, period=period("2026-10-03", "2026-10-09")), "pdf") == (
        "tickets-2026-10-03-2026-10-09.pdf"
    )


def test_a_mail_server_that_is_half_set_is_told_at_start() -> None:
    """Without a sender, with a user and no password, with a password on an open way, with a file that is not there."""
    faults = {
        "SMTP_SENDER": {"smtp_sender": ""},
        "SMTP_USER and HOTLINE_SMTP_PASSWORD": {"smtp_user": "a"},
        "SMTP_TLS": {"smtp_user": "a", "smtp_password": "b", "smtp_tls": "none"},
        "SMTP_CA": {"smtp_ca": "/nowhere.pem"},
        "SMTP_DOMAINS": {"smtp_domains": "*"},
    }
    whole = {"smtp_host": "mail.city.gov.cn", "smtp_sender": "12345@CITY.gov.cn"}
    for name, given in faults.items():
        with pytest.raises(SetupError, match=f"HOTLINE_{name}"):
            read_settings(**{**whole, **given})
    settings = read_settings(**whole, smtp_user="a", smtp_password="secret-word")
    assert settings.mails_go_to == ("city.gov.cn",)
    assert "secret-word" not in repr(settings)
    assert read_settings(**whole, smtp_domains="A.cn, b.gov.cn").mails_go_to == ("a.cn", "b.gov.cn")


def test_eight_days_of_mails_is_one_a_day() -> None:
    """However often it is asked, each day falls due once."""
    since, now = at("2026-11-01 00:00"), at("2026-11-02 00:00")
    found = set()
    for hours in range(24 * 7):
        found |= {one.period for one in dues(DAILY, since, now + timedelta(hours=hours))}
    assert len(found) == 8
