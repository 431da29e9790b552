"""Where reports may go. Pure.

Rule: an address that does not pass here never stands in a header; domains are compared whole.
"""

from __future__ import annotations

from collections.abc import Collection

from hotline.setting_texts import MAIL, mail_address

MOST = 20
"""Recipients of one subscription."""


def wrong_address(text: str, domains: Collection[str]) -> str:
    """Why nothing may be sent there, "" where it may. text: as clean() gives it."""
    shown = text[:60]
    found = MAIL.fullmatch(text)
    if found is None or len(text) > 128:
        return f"“{shown}”不是邮件地址"
    if found[1] not in domains:
        allowed = "、".join(domains) or "（没有设定）"
        return f"“{shown}”不在允许的域名内，允许的有{allowed}"
    return ""


def clean(text: str) -> str:
    """The address with its domain in small letters; what is none stays as it is."""
    try:
        return mail_address(text.strip(" "))
    except ValueError:
        return text
