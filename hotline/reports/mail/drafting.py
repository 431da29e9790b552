"""What somebody asks for as a subscription, checked: every fault at once. Pure.

Rule: what passes here can be sent: the report is one that its reader may have, the format can be written here, and
every address is allowed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from hotline.errors import InputError
from hotline.reports.catalogue import CATALOGUE
from hotline.reports.mail.addresses import MOST, clean, wrong_address
from hotline.reports.mail.model import Every, Wanted
from hotline.reports.writers import WRITERS

FORMS = ("xlsx", "pdf", "csv")
_HOURS = 24


def wanted_of(body: Mapping[str, Any], *, domains: Collection[str], departments: Collection[str]) -> Wanted:
    """The subscription of {report, department, every, hour, format, recipients: [address]}. Raises InputError.

    departments: the codes that may be named.
    """
    faults: dict[str, str] = {}
    report = _one_of(body, "report", CATALOGUE, faults)
    every = _one_of(body, "every", list(Every), faults)
    form = _one_of(body, "format", FORMS, faults)
    if form and (why := WRITERS[form].lacks()):
        faults["format"] = why
    hour = body.get("hour", 8)
    if not isinstance(hour, int) or isinstance(hour, bool) or not 0 <= hour < _HOURS:
        faults["hour"] = "应为0到23的整数"
    department = body.get("department", "")
    if department and (not isinstance(department, str) or department not in departments):
        faults["department"] = "没有这个单位"
    elif department and report and not CATALOGUE[report].to_departments:
        faults["department"] = f"“{CATALOGUE[report].title}”没有按单位的数据"
    recipients = _recipients(body.get("recipients"), domains, faults)
    if faults:
        raise InputError("；".join(faults.values()) + "。", fields=faults)
    return Wanted(
        report=report, every=Every(every), hour=hour, form=form, recipients=recipients, department=department or ""
    )


def _one_of(body: Mapping[str, Any], name: str, known: Collection[str], faults: dict[str, str]) -> str:
    value = body.get(name)
    if isinstance(value, str) and value in known:
        return value
    faults[name] = f"{name}只能是{'、'.join(known)}"
    return ""


def _recipients(written: Any, domains: Collection[str], faults: dict[str, str]) -> tuple[str, ...]:
    """Each once, in their order."""
    if not isinstance(written, list) or not all(isinstance(one, str) for one in written):
        faults["recipients"] = "收件人应为邮件地址的列表"
        return ()
    found = tuple(dict.fromkeys(filter(None, (clean(one) for one in written))))
    wrong = [told for one in found if (told := wrong_address(one, domains))]
    if wrong:
        faults["recipients"] = "；".join(wrong[:MOST])
    elif not 1 <= len(found) <= MOST:
        faults["recipients"] = f"收件人应为1到{MOST}个"
    return found
