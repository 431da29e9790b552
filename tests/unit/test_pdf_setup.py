"""What PDF reports need, on a machine that lets it be installed and on one that does not."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from hotline.cli.pdf_setup import provide_pdf
from hotline.errors import SetupError


def test_what_cannot_be_installed_is_told_and_tried_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The set-up goes on; another lack is tried anew, and what somebody installed by hand is found."""
    tried: list[list[str]] = []

    def refused(packages: Iterable[str]) -> None:
        tried.append(list(packages))
        raise SetupError("Run `apt-get install chromium` as root, then try again.")

    for missing in (["chromium"], ["chromium"], ["chromium", "fontconfig"], [], ["chromium"]):
        provide_pdf(tmp_path, missing=lambda now=missing: now, install=refused)  # type: ignore[misc]
    assert tried == [["chromium"], ["chromium", "fontconfig"], ["chromium"]]
    assert "apt-get install chromium" in capsys.readouterr().out
