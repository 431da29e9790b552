"""docs/ivr.md says what the code does: each node type, each kind of look-up, each condition."""

from __future__ import annotations

import inspect

from hotline.ivr.nodes import NODE_TYPES
from hotline.ivr.waits import LookUpKind, SendWhat, When, Why
from hotline.settings import ROOT


def test_every_node_type_is_documented_with_an_example() -> None:
    """docs/ivr.md has a section and each type's file an example of its source."""
    page = (ROOT / "docs" / "ivr.md").read_text(encoding="utf-8")
    for name, node in NODE_TYPES.items():
        assert f"## `{name}`" in page, name
        section = page.split(f"## `{name}`")[1].split("\n## ")[0]
        assert f"type: {name}" in section, name
        assert f"type: {name}" in (node.__doc__ or ""), name
        assert inspect.cleandoc(node.__doc__ or "") in section, f"{name}: the page is not what its file says"
        for field, shape in node.model_fields.items():
            assert f"`{shape.alias or field}`" in page, f"{name}.{field}"


def test_what_can_be_looked_up_and_asked_is_documented() -> None:
    """docs/ivr.md names every kind of look-up, every condition and every reason why something is not done."""
    page = (ROOT / "docs" / "ivr.md").read_text(encoding="utf-8")
    for value in (*LookUpKind, *When, *Why, *SendWhat):
        assert f"`{value}`" in page, value
