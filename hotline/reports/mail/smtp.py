"""Handing a mail to the mail server, and in plain words why it did not take it.

Rule: what may pass (no answer, a wrong password that somebody will put right) is a GatewayError; what the server
refuses for good is a NoticeRefusedError. No password and no mail stands in a message or a log.
"""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Protocol

import aiosmtplib
from aiosmtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPException,
    SMTPNotSupported,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPServerDisconnected,
    SMTPTimeoutError,
)

from hotline.errors import GatewayError, NoticeRefusedError
from hotline.settings import Settings
from hotline.storage.text import plain_text

SECONDS = 30.0  # for each answer of the server
_LASTING = 500  # codes from here on are for good (RFC 5321, 4.2.1)
_SAID = 120


class Post(Protocol):
    """Carries a mail."""

    async def send(self, message: EmailMessage) -> str:
        """Whom it did not reach and why, "" where it reached all. Raises GatewayError, NoticeRefusedError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpPost:
    """A mail server. tls: starttls, tls or none; ca: a file of authorities, "" for the system's."""

    host: str
    port: int
    tls: str
    user: str = ""
    password: str = field(default="", repr=False)
    ca: str = ""
    seconds: float = SECONDS

    async def send(self, message: EmailMessage) -> str:
        """Whom it did not reach and why, "" where it reached all. Raises GatewayError, NoticeRefusedError."""
        try:
            refused, _ = await aiosmtplib.send(
                message,
                hostname=self.host,
                port=self.port,
                username=self.user or None,
                password=self.password or None,
                timeout=self.seconds,
                use_tls=self.tls == "tls",
                start_tls=self.tls == "starttls",
                tls_context=self._context() if self.tls != "none" else None,
            )
        except (SMTPException, ssl.SSLError, OSError) as fault:
            raise _told(fault, self) from fault
        return "；".join(f"{to}未收下：{answer.code} {_short(answer.message)}" for to, answer in refused.items())

    def _context(self) -> ssl.SSLContext:
        try:
            return ssl.create_default_context(cafile=self.ca or None)
        except (OSError, ssl.SSLError) as fault:
            raise GatewayError("读不了HOTLINE_SMTP_CA写的证书文件，请检查。") from fault


def post_of(settings: Settings) -> SmtpPost | None:
    """The mail server of the settings, None where none is named."""
    if not settings.smtp_host:
        return None
    return SmtpPost(
        host=settings.smtp_host,
        port=settings.smtp_port,
        tls=settings.smtp_tls,
        user=settings.smtp_user,
        password=settings.smtp_password.get_secret_value(),
        ca=settings.smtp_ca,
    )


def _told(fault: BaseException, post: SmtpPost) -> GatewayError:
    """What went wrong, and what to do."""
    where = f"邮件服务器{post.host}:{post.port}"
    if _of_certificate(fault):
        return GatewayError(f"{where}的证书不可信，请核对名称，或把签发机构的证书写进HOTLINE_SMTP_CA。")
    match fault:
        case SMTPAuthenticationError():
            return GatewayError(f"{where}不接受用户名或密码（{fault.code}）。请核对HOTLINE_SMTP_USER和密码。")
        case SMTPRecipientsRefused():
            told = "；".join(f"{one.recipient}：{one.code} {_short(one.message)}" for one in fault.recipients)
            lasting = all(one.code >= _LASTING for one in fault.recipients)
            return (NoticeRefusedError if lasting else GatewayError)(f"{where}不收任何一个收件人（{told}）。")
        case SMTPResponseException(code=code):
            told = f"{where}没有收下这封邮件（{code} {_short(fault.message)}）。"
            return NoticeRefusedError(told) if code >= _LASTING else GatewayError(told)
        case SMTPTimeoutError():
            return GatewayError(f"{where}没有及时应答。")
        case SMTPNotSupported():
            return GatewayError(f"{where}不支持所要求的功能：{_short(str(fault))}")
        case SMTPConnectError() | ConnectionRefusedError():
            return GatewayError(f"连不上{where}（{_short(str(fault))}）。请核对地址、端口和HOTLINE_SMTP_TLS。")
        case SMTPServerDisconnected():
            return GatewayError(f"{where}中断了连接，请核对端口和HOTLINE_SMTP_TLS。")
        case SMTPException() if "STARTTLS" in str(fault):
            return GatewayError(f"{where}不支持STARTTLS，请按其要求改HOTLINE_SMTP_TLS。")
    return GatewayError(f"{where}出错：{type(fault).__name__}。")


def _of_certificate(fault: BaseException | None) -> bool:
    """Whether a certificate that is not believed stands behind it."""
    for _ in range(8):
        if fault is None:
            return False
        if isinstance(fault, ssl.SSLCertVerificationError):
            return True
        fault = fault.__cause__ or fault.__context__
    return False


def _short(said: str) -> str:
    """What a server said, fit for a screen."""
    return plain_text(said)[:_SAID]
