"""A script as a picture in words: Mermaid for pages, DOT for Graphviz. Pure text; every label is escaped.

The rule: what is drawn is what is walked. Keys that every question has (0, and # once more) are not drawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from hotline.ivr.nodes.go_to import GoTo
from hotline.ivr.script import DEFAULT_LANGUAGE, Script

Format = Literal["mermaid", "dot"]
FORMATS: tuple[Format, ...] = ("mermaid", "dot")
MOST_WORDS = 12  # characters of a prompt that stand for a title
_QUIET = ("back", "otherwise")  # drawn thin: they lead away from where the caller wants to go


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """One way on. label: a key, or the field's name, "" for next; quiet: back, or after the last try."""

    start: str
    end: str
    label: str
    quiet: bool


def draw(script: Script, form: Format = "mermaid") -> str:
    """The whole script. Every line ends with a line break."""
    lines = _mermaid(script) if form == "mermaid" else _dot(script)
    return "\n".join(lines) + "\n"


def arrows(script: Script) -> Iterator[Arrow]:
    """Every way on, from the entries first."""
    for entry, to in script.entries.items():
        yield Arrow(start=f"entry {entry}", end=to, label="", quiet=False)
    for name, node in script.nodes.items():
        for field, to in node.targets().items():
            label = field.removeprefix("keys.").removeprefix("kinds.").removeprefix("leads.")
            yield Arrow(start=name, end=to, label="" if label == "next" else label, quiet=field in _QUIET)


def title_of(script: Script, name: str) -> str:
    """What a node is called on a picture: its title, else the first words that it says, "" where it has neither."""
    node = script.nodes[name]
    said = node.prompts().get("prompt", "")
    if node.title or said not in script.prompts:
        return node.title
    words = script.prompts[said][DEFAULT_LANGUAGE].text.strip()
    return words if len(words) <= MOST_WORDS else f"{words[:MOST_WORDS]}…"


def label_of(script: Script, name: str) -> str:
    """What stands in a node's box: its title, its name and its type."""
    node = script.nodes[name]
    kind = str(node.model_dump()["type"])
    onward = f" → {node.script} {node.entry}" if isinstance(node, GoTo) else ""
    return f"{title_of(script, name) or name}\n{name} · {kind}{onward}"


def _mermaid(script: Script) -> Iterator[str]:
    numbers = {name: f"n{place}" for place, name in enumerate(script.nodes)}
    numbers |= {f"entry {entry}": f"e{place}" for place, entry in enumerate(script.entries)}
    yield "flowchart TD"
    for entry in script.entries:
        yield f'  {numbers[f"entry {entry}"]}(["{_mermaid_text(f"{script.name} {entry}")}"])'
    for name, node in script.nodes.items():
        opens, closes = ("[[", "]]") if node.is_end else ("{{", "}}") if node.asks else ("[", "]")
        yield f'  {numbers[name]}{opens}"{_mermaid_text(label_of(script, name))}"{closes}'
    for arrow in arrows(script):
        line = "-.->" if arrow.quiet else "-->"
        label = f'|"{_mermaid_text(arrow.label)}"|' if arrow.label else ""
        yield f"  {numbers[arrow.start]} {line}{label} {numbers[arrow.end]}"


def _mermaid_text(text: str) -> str:
    escaped = text.replace("&", "#amp;").replace('"', "#quot;").replace("<", "#lt;").replace(">", "#gt;")
    return escaped.replace("\n", "<br/>")


def _dot(script: Script) -> Iterator[str]:
    yield f"digraph {_dot_text(script.name)} {{"
    yield '  rankdir=LR; node [shape=box, fontname="sans-serif"]; edge [fontname="sans-serif"];'
    for entry in script.entries:
        yield f"  {_dot_text(f'entry {entry}')} [shape=ellipse, label={_dot_text(f'{script.name} {entry}')}];"
    for name, node in script.nodes.items():
        shape = "doubleoctagon" if node.is_end else "hexagon" if node.asks else "box"
        yield f"  {_dot_text(name)} [shape={shape}, label={_dot_text(label_of(script, name))}];"
    for arrow in arrows(script):
        style = ", style=dashed" if arrow.quiet else ""
        yield f"  {_dot_text(arrow.start)} -> {_dot_text(arrow.end)} [label={_dot_text(arrow.label)}{style}];"
    yield "}"


def _dot_text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
