"""docs/settings.md, made from the fields themselves: python -m hotline.cli.settings_page > docs/settings.md."""

from __future__ import annotations

from pathlib import Path

from hotline.settings import ROOT, Settings


def settings_page() -> str:
    """The whole page as Markdown, one row a setting."""
    lines = [
        "# Settings",
        "",
        "Each is read once at start from the environment, then from `hotline.toml` in the working folder (the same",
        "name without `HOTLINE_`, in small letters), then its default. An unknown name is an error.",
        "",
        "| setting | default | what it is |",
        "| --- | --- | --- |",
    ]
    for name, field in Settings.model_fields.items():
        default = field.default
        if isinstance(default, Path):
            default = f"{default.relative_to(ROOT)} (in the checkout)"
        shown = "empty" if str(default) == "" else f"`{default}`"
        lines.append(f"| `HOTLINE_{name.upper()}` | {shown} | {field.description} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(settings_page(), end="")
