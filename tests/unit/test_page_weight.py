"""What each page loads before it is usable, over the pages as they are built."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from hotline.cli.ui import build_ui
from hotline.cli.ui_weight import MANIFEST, SCREENS, page_weights, told
from hotline.settings import ROOT


@pytest.mark.timeout(300)
def test_no_page_is_heavier_than_it_may_be() -> None:
    """Every screen of the router and every page of its own; the citizens' page less than a third of that."""
    build_ui()
    weights = page_weights()
    assert {"public.html", "wall.html", "index.html"} < {one.page for one in weights}
    assert len([one for one in weights if one.page.startswith(SCREENS)]) > 10
    assert [one for one in weights if one.total > one.most] == [], told(weights)


@pytest.mark.timeout(300)
def test_every_page_stands_in_the_table_of_the_screens() -> None:
    """A new screen is written down with what it weighs, and one that is gone is no more."""
    build_ui()
    written = re.findall(r"^\| (\S+\.(?:vue|html)) \|", (ROOT / "docs" / "screens.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(written) == sorted(one.page for one in page_weights())


def test_a_page_weighs_all_that_it_imports_at_once(tmp_path: Path) -> None:
    """A part shared by two ways is fetched once; what is fetched later is not counted."""
    chunks = {
        "index.html": {"file": "a.js", "css": ["a.css"], "imports": ["_b.js"], "dynamicImports": ["src/views/X.vue"]},
        "_b.js": {"file": "b.js"},
        "src/views/X.vue": {"file": "x.js", "imports": ["index.html", "_b.js"], "dynamicImports": ["later"]},
        "later": {"file": "later.js"},
    }
    (tmp_path / MANIFEST).parent.mkdir()
    (tmp_path / MANIFEST).write_text(json.dumps(chunks))
    for name in ("a.js", "b.js", "x.js", "later.js", "a.css", "index.html"):
        (tmp_path / name).write_bytes(b"")
    empty = 20  # bytes of nothing by gzip
    screen, page = page_weights(tmp_path)
    assert (screen.page, screen.scripts, screen.styles) == ("src/views/X.vue", 4 * empty, empty)
    assert (page.page, page.scripts, page.styles, page.total) == ("index.html", 3 * empty, empty, 4 * empty)
