"""Every error is documented."""

from __future__ import annotations

from collections.abc import Iterator

from hotline.errors import HotlineError
from hotline.settings import ROOT


def _all(kind: type[HotlineError]) -> Iterator[type[HotlineError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from _all(below)


def test_each_error_has_a_code_of_its_own_and_a_row_in_the_docs() -> None:
    """docs/errors.md has a row for each code, and no two classes share one."""
    page = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    kinds = [kind for kind in _all(HotlineError) if kind.__module__ == "hotline.errors"]
    codes = [kind.code for kind in kinds]
    assert len(set(codes)) == len(codes)
    assert [code for code in codes if f"| `{code}` |" not in page] == []


def test_each_error_says_a_whole_sentence_by_default() -> None:
    """Its docstring is what a person reads where nothing better was given."""
    for kind in _all(HotlineError):
        assert kind().message.endswith("."), kind
