"""A real mail server on a free port, which keeps what it gets and says no where a test wants it to."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "reports", "p-12345-word"


@dataclass
class Mailbox:
    """What came. refused: the answer by address, so many times (-1: always); port: where it listens."""

    port: int = 0
    got: list[EmailMessage] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    refused: dict[str, tuple[str, int]] = field(default_factory=dict)
    busy: int = 0
    users: list[str] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 as aiosmtpd calls it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Whom it takes mail for."""
        told, times = self.refused.get(address, ("", 0))
        if told and times:
            self.refused[address] = (told, times - 1)
            return told
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep it, or be busy."""
        if self.busy:
            self.busy -= 1
            return "451 4.3.0 busy, come again"
        content = envelope.content
        assert isinstance(content, bytes)
        message = message_from_bytes(content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.got.append(message)
        self.recipients.append(list(envelope.rcpt_tos))
        return "250 OK"

    def sign_in(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        """Whether the password is right."""
        assert isinstance(data, LoginPassword)
        self.users.append(data.login.decode())
        return AuthResult(success=(data.login, data.password) == (USER.encode(), PASSWORD.encode()), handled=False)


@contextlib.asynccontextmanager
async def mail_server(
    certificate: Path | None = None, *, first_byte: bool = False, asks_password: bool = False
) -> AsyncIterator[Mailbox]:
    """A server. certificate: with its key in one file, None for no TLS; first_byte: TLS without STARTTLS."""
    box, loop = Mailbox(), asyncio.get_running_loop()
    context = None
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)

    def one() -> SMTP:
        return SMTP(
            box,
            hostname="localhost",
            loop=loop,
            tls_context=None if first_byte else context,
            require_starttls=context is not None and not first_byte,
            authenticator=box.sign_in if asks_password else None,
            auth_required=asks_password and not first_byte,  # of TLS from the first byte it knows nothing
            auth_require_tls=context is not None and not first_byte,
        )

    server = await loop.create_server(one, "127.0.0.1", 0, ssl=context if first_byte else None)
    box.port = server.sockets[0].getsockname()[1]
    try:
        yield box
    finally:
        server.close()
        await server.wait_closed()


async def new_certificate(folder: Path) -> Path:
    """A certificate for this machine that signs itself, with its key."""
    file = folder / "mail.pem"
    made = await asyncio.create_subprocess_exec(
        *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"),
        *("-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost", "-keyout", str(file), "-out", f"{file}.crt"),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert await made.wait() == 0
    file.write_bytes(file.read_bytes() + Path(f"{file}.crt").read_bytes())
    return file
