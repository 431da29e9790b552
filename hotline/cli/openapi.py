"""The API's description written anew, and the types of the user interface made of it."""

from __future__ import annotations

from hotline.cli import ui
from hotline.cli.progress import step
from hotline.web.openapi.written import FILE, whole


def write_description() -> None:
    """Write docs/openapi.json and agent_ui/src/api/schema.d.ts. Raises SetupError with what went wrong."""
    with step("The API's description: docs/openapi.json"):
        FILE.write_text(whole(), encoding="utf-8")
    ui.make_types()
