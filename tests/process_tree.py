"""Processes below a process, told from /proc: a test ends only what it started, by id."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path


def children(parent: int) -> dict[int, str]:
    """The living children of a process, by id, with their command lines."""
    found = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        with contextlib.suppress(OSError):
            status = (folder / "status").read_text()
            if re.search(rf"(?m)^PPid:\s+{parent}$", status) and not re.search(r"(?m)^State:\s+Z", status):
                found[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
    return found


def descendants(ancestor: int) -> dict[int, str]:
    """The living processes below a process, however far, by id, with their command lines."""
    found = children(ancestor)
    for child in tuple(found):
        found |= descendants(child)
    return found


def lives(pid: int) -> bool:
    """Whether a process is there and not only waits for its parent to take note of its end."""
    with contextlib.suppress(OSError):
        return not re.search(r"(?m)^State:\s+Z", Path(f"/proc/{pid}/status").read_text())
    return False


def started_with(name: str, value: str) -> list[int]:
    """The living processes that were started with this variable in their environment, whoever their parent is."""
    found = []
    for folder in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if folder.name.isdigit() and f"{name}={value}".encode() in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
    return [pid for pid in found if lives(pid)]


def listening(pids: Iterable[int]) -> set[tuple[str, int]]:
    """The TCP addresses at which these processes listen: the address in the kernel's hexadecimal, and the port."""
    sockets = {name for pid in pids for name in _sockets(pid)}
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            words = line.split()
            address, _, port = words[1].partition(":")
            if words[3] == "0A" and f"socket:[{words[9]}]" in sockets:
                found.add((address, int(port, 16)))
    return found


def _sockets(pid: int) -> Iterator[str]:
    with contextlib.suppress(OSError):
        for path in Path(f"/proc/{pid}/fd").iterdir():
            with contextlib.suppress(OSError):
                yield str(path.readlink())
