"""The generated secrets: made once at first use, kept in one file that only its owner reads.

Rule: a desk's password is what the file says of it, else it follows from the file's key: another number of desks
changes nobody's password and no file.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from hotline.errors import SetupError

WEB_PHONE = "web-phone"
_SAFE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """What the hotline's own processes know of each other.

    ami: password of the AMI user; gateway: key that signs the tokens of the SIP gateway; phones: SIP password by
    endpoint, as the file has them: web-phone, and desks that were there when it was made.
    """

    ami: str
    gateway: str
    phones: Mapping[str, str]

    def phone(self, name: str) -> str:
        """The SIP password of an endpoint: a desk's extension, or web-phone."""
        return self.phones.get(name) or _derived(self.gateway, name)

    def __repr__(self) -> str:
        return "Secrets(...)"  # never in a log or a traceback


def _derived(key: str, name: str) -> str:
    digest = hmac.new(key.encode(), f"phone {name}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:24]).decode()


def load_secrets(path: Path) -> Secrets:
    """The secrets of this file, which is made where there is none.

    Two processes that start at once get the same secrets: the first complete file wins.
    Raises SetupError where the file cannot be read, written or understood.
    """
    try:
        if not path.exists():
            _make(path)
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as fault:
        raise SetupError(f"The secrets file {path} cannot be used: {fault.strerror}.") from fault
    except ValueError as fault:
        raise SetupError(f"The secrets file {path} is not JSON: delete it and new secrets are made.") from fault
    return _parse(found, path)


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = {
        "ami": secrets.token_urlsafe(24),
        "gateway": secrets.token_urlsafe(32),
        "phones": {WEB_PHONE: secrets.token_urlsafe(18)},
    }
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mode 600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(fresh, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(name, path)
        except FileExistsError:
            return  # another process was first: its secrets are the ones
    finally:
        Path(name).unlink(missing_ok=True)


def _parse(found: Any, path: Path) -> Secrets:
    try:
        phones = {WEB_PHONE: found["phones"][WEB_PHONE], **found["phones"]}
        loaded = Secrets(ami=found["ami"], gateway=found["gateway"], phones=MappingProxyType(phones))
    except (KeyError, TypeError) as fault:
        raise SetupError(f"The secrets file {path} lacks {fault}: delete it and new secrets are made.") from fault
    # they are written into Asterisk's files, where ; or a line's end would mean something
    for secret in (loaded.ami, loaded.gateway, *phones.values()):
        if not isinstance(secret, str) or len(secret) < 12 or not _SAFE.issuperset(secret):
            raise SetupError(
                f"The secrets file {path} holds a secret that is not at least 12 letters, digits, - or _: "
                "delete it and new secrets are made."
            )
    return loaded
