"""Files outside the database, each under the SHA-256 of its content: never changed, so whoever reads one reads all.

Rule: a name that came from outside never becomes a path; only a sum made here does.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path

from hotline.errors import StorageError

_SUM = re.compile(r"[0-9a-f]{64}")


def sum_of(content: bytes) -> str:
    """SHA-256 of a content, in hex."""
    return hashlib.sha256(content).hexdigest()


class Files:
    """A folder of files by content. Its methods block: call them off the loop."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, sha256: str) -> Path:
        """Where a content is, or would be. Raises StorageError for what is no sum."""
        if not _SUM.fullmatch(sha256):
            raise StorageError("文件的编号不对。")
        return self._folder / sha256[:2] / sha256

    def has(self, sha256: str, size: int) -> bool:
        """Whether a content is there, whole."""
        try:
            return self.path(sha256).stat().st_size == size
        except OSError:
            return False

    def keep(self, content: bytes) -> str:
        """Keep a content; its sum. Raises StorageError where the disk does not take it."""
        sha256 = sum_of(content)
        if self.has(sha256, len(content)):
            return sha256
        path = self.path(sha256)
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            _write(path, content)
        except OSError as fault:
            raise StorageError(f"文件保存不了（{fault.strerror or fault}）。") from fault
        return sha256


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, whatever dies in between."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as part:
        try:
            part.write(content)
            part.flush()
            os.fsync(part.fileno())
            Path(part.name).replace(path)
        except BaseException:
            Path(part.name).unlink(missing_ok=True)
            raise
