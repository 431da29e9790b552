"""A report as a PDF: the printed page (page.py), printed by Chromium where there is one.

Rule: where there is none it is said before anybody waits, with what to do; the browser gets one file, no network, no
profile that outlives it, and a time limit.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from hotline.errors import HotlineError, InputError
from hotline.reports.report import Report
from hotline.reports.writers.page import write_page
from hotline.reports.writers.writer import Told, unheard

PROGRAMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge")
"""Names under which it is looked for on the PATH, in this order."""
SECONDS = 90.0
LACKS = (
    "这台机器上没有Chromium，不能生成PDF。请安装（例如apt-get install chromium fonts-wqy-microhei），"
    "或者下载html文件，用浏览器打开后打印成PDF。"
)
_FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-sync",
    "--no-first-run",
    "--no-pdf-header-footer",
)
_STEPS = 3  # the page, the browser, the file


def find_chromium(folders: str | None = None) -> str:
    """Its path, "" where there is none. folders: where it is looked for, as in PATH; left out: PATH."""
    return next((path for name in PROGRAMS if (path := shutil.which(name, path=folders))), "")


def lacks_chromium() -> str:
    """Why no PDF can be made here, "" where it can."""
    return "" if find_chromium() else LACKS


def write_pdf(report: Report, told: Told = unheard, /) -> bytes:
    """The whole file. Raises InputError where there is no Chromium, HotlineError where it fails."""
    return print_report(find_chromium(), report, told)


def print_report(program: str, report: Report, told: Told = unheard) -> bytes:
    """The same by this program, "" where there is none."""
    page = write_page(report)
    told(1, _STEPS)
    content = print_page(program, page)
    told(_STEPS, _STEPS)
    return content


def print_page(program: str, page: bytes) -> bytes:
    """A page of ours as a PDF. program: "" where there is none. Raises as write_pdf."""
    if not program:
        raise InputError(LACKS, fields={"format": LACKS})
    with tempfile.TemporaryDirectory(prefix="hotline-report-", ignore_cleanup_errors=True) as folder:
        return _printed(program, page, Path(folder))


def _printed(program: str, page: bytes, folder: Path) -> bytes:
    source, target = folder / "report.html", folder / "report.pdf"
    source.write_bytes(page)
    # as root Chromium starts without its sandbox or not at all; the page runs nothing and loads nothing
    sandbox = ("--no-sandbox",) if os.geteuid() == 0 else ()
    where = (f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={target}", source.as_uri())
    command = [program, *_FLAGS, *sandbox, *where]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    ) as browser:
        try:
            _, said = browser.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired as late:
            _end(browser)
            raise HotlineError(f"Chromium在{SECONDS:.0f}秒内没有打印完，请缩短统计期再试。") from late
    if browser.returncode or not target.exists():
        raise HotlineError(f"Chromium没有打印成PDF：{_last_line(said)}")
    return target.read_bytes()


def _end(browser: subprocess.Popen[bytes]) -> None:
    """With all processes that it has started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(browser.pid, signal.SIGKILL)
    browser.wait()


def _last_line(said: bytes) -> str:
    lines = said.decode(errors="replace").strip().splitlines()
    return lines[-1][:200] if lines else "没有说明原因"
