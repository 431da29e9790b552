"""Which Asterisk to run: the host's own if it is new enough, else the distribution's, else a private copy.

The copy lives in the state folder and needs no chroot; its mirror is the one this machine already uses.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hotline.errors import SetupError
from hotline.settings import Settings
from hotline.telephony.apt_sources import debian_mirror

OLDEST = 20
SUITE = "forky"
INSTALL_SECONDS = 900
Version = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalledAsterisk:
    """An Asterisk that can be started.

    root: the folder that the copy's files are in, or / for the host's; binary: the program, inside root;
    version: as in (22, 10, 1).
    """

    root: Path
    binary: Path
    version: Version

    @property
    def program(self) -> list[str]:
        """The words that start it; a copy is started through its own loader, so it needs nothing of the host."""
        return _program(self.root, self.binary)

    @property
    def modules_dir(self) -> Path:
        """Where its modules are; raises SetupError where there is no app_queue among them."""
        prefix = self.root if self.root != Path("/") else self.binary.parent.parent.parent
        roots = (prefix / "usr" / "lib", prefix / "lib", self.binary.parent.parent / "lib", Path(f"{prefix}/usr/lib64"))
        for root in roots:
            for found in (root / "asterisk" / "modules", *sorted(root.glob("*/asterisk/modules"))):
                if (found / "app_queue.so").exists():
                    return found.resolve()
        raise SetupError(f"The modules of {self.binary} were not found: set HOTLINE_ASTERISK to another Asterisk.")

    @property
    def data_dir(self) -> Path:
        """Where its documentation and sounds are."""
        return (self.binary.parent.parent / "share" / "asterisk").resolve()


def find_or_install_asterisk(settings: Settings) -> InstalledAsterisk:
    """The Asterisk to run; a second call installs nothing.

    Raises SetupError with one sentence where there is none and none can be had.
    """
    if settings.asterisk:
        return _given(Path(settings.asterisk))
    copy = settings.state_dir / "asterisk-copy"
    if found := _whole(copy):
        return found
    if found := _on_host():
        return found
    if _offered() >= OLDEST:
        _install_package()
        if found := _on_host():
            return found
    with _alone(copy):
        if found := _whole(copy):
            return found  # another process was at it, and has made it
        _install_copy(copy)
    found = _whole(copy)
    if found is None:
        raise SetupError(f"The Asterisk that was installed in {copy} does not start: set HOTLINE_ASTERISK to another.")
    return found


def parse_version(text: str) -> Version:
    """The version in what `asterisk -V` prints, or () where there is none."""
    found = re.search(r"Asterisk (?:certified/)?(\d+(?:\.\d+)*)", text)
    return tuple(int(part) for part in found[1].split(".")) if found else ()


def _given(path: Path) -> InstalledAsterisk:
    found = _in_folder(path) if path.is_dir() else _at(Path("/"), path)
    if found is None:
        raise SetupError(
            f"HOTLINE_ASTERISK = {path} is neither an Asterisk {OLDEST} or newer nor a folder with a copy of one."
        )
    return found


def _on_host() -> InstalledAsterisk | None:
    path = shutil.which("asterisk") or shutil.which("asterisk", path="/usr/sbin:/usr/local/sbin")
    return _at(Path("/"), Path(path)) if path else None


def _in_folder(root: Path) -> InstalledAsterisk | None:
    return _at(root.absolute(), root.absolute() / "usr" / "sbin" / "asterisk")


def _whole(copy: Path) -> InstalledAsterisk | None:
    """The copy, where it starts and has its modules."""
    found = _in_folder(copy)
    try:
        return found if found is not None and found.modules_dir else None
    except SetupError:
        return None


@contextmanager
def _alone(copy: Path) -> Iterator[None]:
    """One process at a time; the others wait."""
    copy.parent.mkdir(parents=True, exist_ok=True)
    with copy.with_name(f"{copy.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _at(root: Path, binary: Path) -> InstalledAsterisk | None:
    if not binary.is_file():
        return None
    try:
        shown = subprocess.run(
            [*_program(root, binary), "-V"], capture_output=True, text=True, timeout=10, check=False
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return None
    version = parse_version(shown)
    return InstalledAsterisk(root=root, binary=binary, version=version) if version >= (OLDEST,) else None


def _program(root: Path, binary: Path) -> list[str]:
    if root == Path("/"):
        return [str(binary)]
    loaders = [*root.glob("usr/lib64/ld-linux-*.so.*"), *root.glob("usr/lib/ld-linux-*.so.*")]
    loaders += root.glob("usr/lib/*/ld-linux-*.so.*")
    if not loaders:
        return [str(binary)]
    libraries = [root / "usr" / "lib" / f"{os.uname().machine}-linux-gnu", root / "usr" / "lib"]
    return [str(loaders[0]), "--library-path", ":".join(map(str, libraries)), str(binary)]


def _offered() -> int:
    """The major version that apt offers, 0 where it offers none."""
    if not shutil.which("apt-cache"):
        return 0
    shown = subprocess.run(
        ["apt-cache", "policy", "asterisk"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "LC_ALL": "C"},
    ).stdout
    found = re.search(r"Candidate: (?:\d+:)?(\d+)\.", shown)
    return int(found[1]) if found else 0


def _as_root() -> list[str]:
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        return ["sudo", "-n"]
    raise SetupError("Asterisk is not installed: run set-up as root or with sudo, or set HOTLINE_ASTERISK to one.")


def _install_package() -> None:
    _apt_install("asterisk")
    if shutil.which("systemctl"):  # the package starts a telephone exchange of its own on our ports
        subprocess.run(
            [*_as_root(), "systemctl", "disable", "--now", "asterisk"], capture_output=True, timeout=60, check=False
        )


def _apt_install(package: str) -> None:
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive"]
    _must([*_as_root(), *quiet, "apt-get", "install", "-y", "--no-install-recommends", package])


def _install_copy(copy: Path) -> None:
    mirror = debian_mirror()
    if not shutil.which("mmdebstrap"):
        _apt_install("mmdebstrap")
    building, broken = copy.with_name(f"{copy.name}.building"), copy.with_name(f"{copy.name}.broken")
    _remove(building)
    _remove(broken)
    if copy.exists():
        copy.rename(broken)  # at once: what bears the copy's name is whole, or nothing
        _remove(broken)
    _must(
        [
            *_as_root(),
            "mmdebstrap",
            "--aptopt=Acquire::Check-Valid-Until false",  # a mirror's snapshot may be older than its Release allows
            "--variant=minbase",
            "--include=asterisk",
            SUITE,
            str(building),
            f"deb {mirror} {SUITE} main",
        ]
    )
    building.rename(copy)


def _remove(folder: Path) -> None:
    if folder.exists():
        _must([*_as_root(), "rm", "-rf", "--one-file-system", str(folder)])


def _must(command: list[str]) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise SetupError(f"Asterisk could not be installed: {command[0]} did not run ({fault}).") from fault
    if done.returncode != 0:
        said = [line for line in (done.stderr or done.stdout).splitlines() if line.strip()]
        why = next((line for line in said if line.startswith("E:")), said[-1] if said else "it said nothing")
        name = next(word for word in command if word in ("apt-get", "mmdebstrap", "rm"))
        raise SetupError(f"Asterisk could not be installed, {name} failed: {why.strip()}")
