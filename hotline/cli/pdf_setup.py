"""What PDF reports need, Chromium and a Chinese font: installed once with everything else, where the machine allows it.

Rule: the hotline runs without it, so what cannot be installed stops nothing, is told plainly, and is not tried at
every start again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from hotline.cli.packages import CHINESE_FONT, has_chinese_font, install_debian
from hotline.cli.progress import step, tell
from hotline.errors import SetupError
from hotline.reports.writers.pdf_writer import find_chromium

CHROMIUM = "chromium"  # 81 MB to load and 290 MB on disk in Debian 12, without what it depends on


def missing_for_pdf() -> list[str]:
    """The Debian packages that a PDF still lacks on this host."""
    return [*([] if find_chromium() else [CHROMIUM]), *([] if has_chinese_font() else ["fontconfig", CHINESE_FONT])]


def provide_pdf(
    state_dir: Path,
    *,
    missing: Callable[[], list[str]] = missing_for_pdf,
    install: Callable[[Iterable[str]], None] = install_debian,
) -> None:
    """Install what is missing, unless that has failed before on this machine. state_dir: where a failure is kept."""
    wanted, failed = missing(), state_dir / "pdf-not-installed"
    if not wanted:
        failed.unlink(missing_ok=True)
        return
    if failed.exists() and failed.read_text().split() == wanted:
        return
    try:
        with step(f"For PDF reports: {', '.join(wanted)}"):
            install(wanted)
    except SetupError as fault:
        failed.write_text(" ".join(wanted))
        tell(f"Reports cannot be made as PDF here, all else works. {fault.message}")
