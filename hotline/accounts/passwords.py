"""Passwords, hashed with Argon2 off the event loop, few at a time: each hash takes 64 MiB for a while."""

from __future__ import annotations

import asyncio
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

AT_ONCE = 2
LONGEST = 1024  # characters; what is longer is no password


class Passwords:
    """Hashes and checks passwords."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._nobody: str | None = None

    async def hashed(self, password: str) -> str:
        """A salted hash, to be kept."""
        async with self._turn:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def right(self, kept: str | None, password: str) -> bool:
        """True where the password is that of the kept hash. None, for nobody, takes as long and is False."""
        if self._nobody is None:
            self._nobody = await self.hashed(secrets.token_urlsafe())
        async with self._turn:
            fits = await asyncio.to_thread(self._verify, kept or self._nobody, password[:LONGEST])
        return fits and kept is not None

    def _verify(self, kept: str, password: str) -> bool:
        try:
            return self._hasher.verify(kept, password.encode(errors="replace"))
        except (VerificationError, InvalidHashError):
            return False
