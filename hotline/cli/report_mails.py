"""`hotline reports mail`: who gets which report by mail, how the last ones went, and one sent at once.

Rule: what is sent is what the running hotline would send, by the same settings; nothing is sent unless it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator

from hotline.reports.catalogue import CATALOGUE
from hotline.reports.mail.model import Sending, State, Subscription
from hotline.reports.mail.service import NO_POST, Mails
from hotline.reports.period import CITY_TIME
from hotline.reports.writers.wording import period_text


async def mail_lines(mails: Mails, number: int) -> list[str]:
    """What is to be said: after sending this one, or of all where it is 0. Raises HotlineError."""
    if not number:
        return [*_all(await mails.all_of(), has_post=mails.way.post is not None)]
    period, missed = await mails.send_now(number)
    sent = f"第{number}号订阅已发出，统计期{period_text(period)}。"
    return [sent, *([f"其中{missed}"] if missed else [])]


def _all(found: tuple[Subscription, ...], *, has_post: bool) -> Iterator[str]:
    if not has_post:
        yield NO_POST
    if not found:
        yield "还没有订阅。"
    for one in found:
        wanted = one.wanted
        about = "　".join(filter(None, (CATALOGUE[wanted.report].title, wanted.department)))
        state = "" if one.active else "（已停止）"
        yield f"{one.id}  {wanted.every.label}{state}  {wanted.hour:02d}:00  {about}  {wanted.form}"
        yield f"    收件人：{'、'.join(wanted.recipients)}"
        yield from (f"    {_sending(sending)}" for sending in one.last)


def _sending(one: Sending) -> str:
    period = period_text(one.period)
    if one.state is State.SENT and one.sent is not None:
        return f"{period} 已发出 {one.sent.astimezone(CITY_TIME):%Y-%m-%d %H:%M} {one.why}".rstrip()
    told = "没有发出" if one.state is State.FAILED else "等待"
    return f"{period} {told}，试了{one.tries}次 {one.why}".rstrip()
