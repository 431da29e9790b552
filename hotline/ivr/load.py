"""A script's file made into a Script, or refused with every fault at once, each with its line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hotline.errors import ScriptError
from hotline.ivr.lint import lint
from hotline.ivr.nodes import NODE_TYPES, Node
from hotline.ivr.nodes.node import Name
from hotline.ivr.script import Script
from hotline.ivr.source import Source, Where, read_source


class _Head(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    person: Name
    queue: Name = "hotline"
    entries: Annotated[dict[str, Name], Field(min_length=1)]
    prompts: dict[Name, dict[str, str]]


def load_script(path: Path) -> Script:
    """The script in this file; its name is the file's, as in 12345.yaml.

    Raises ScriptError that lists every fault as file:line: where: what.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise ScriptError(f"{path.name} cannot be read: {fault}") from fault
    source = read_source(text)
    script = _script(path.stem, source) if not source.faults else None
    if script is None or source.faults:
        faults = sorted(source.faults, key=lambda fault: fault.line)
        lines = [f"- {path.name}:{fault.line}: {fault.where}: {fault.what}" for fault in faults]
        raise ScriptError("The voice menu is not valid:\n" + "\n".join(lines), faults=tuple(faults))
    return script


def load_scripts(folder: Path) -> dict[str, Script]:
    """Every script of a folder, by the number dialled. Raises ScriptError with the faults of all of them."""
    scripts: dict[str, Script] = {}
    faults: list[str] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            scripts[path.stem] = load_script(path)
        except ScriptError as fault:
            faults.append(fault.message)
    if not scripts and not faults:
        faults.append(f"There is no voice menu in {folder}.")
    if faults:
        raise ScriptError("\n".join(faults))
    return scripts


def _script(name: str, source: Source) -> Script | None:
    if not isinstance(source.value, dict):
        source.fault((), "a script is a mapping: person, entries, prompts, nodes")
        return None
    value = dict(source.value)
    nodes, broken = _nodes(value.pop("nodes", None), source)
    try:
        head = _Head.model_validate(value)
    except ValidationError as fault:
        _note(fault, (), source)
        return None
    script = Script(
        name=name, person=head.person, queue=head.queue, entries=head.entries, prompts=head.prompts, nodes=nodes
    )
    lint(script, source, broken)
    return script


def _nodes(value: Any, source: Source) -> tuple[dict[str, Node], frozenset[str]]:
    if not isinstance(value, dict) or not value:
        source.fault(("nodes",), "nodes is missing: a mapping of names to nodes")
        return {}, frozenset()
    nodes = {name: node for name, given in value.items() if (node := _node(name, given, source))}
    return nodes, frozenset(value) - frozenset(nodes)


def _node(name: str, given: Any, source: Source) -> Node | None:
    where = ("nodes", name)
    kind = given.get("type") if isinstance(given, dict) else None
    if not isinstance(kind, str) or kind not in NODE_TYPES:
        source.fault((*where, "type"), f"the type must be one of {', '.join(NODE_TYPES)}")
        return None
    try:
        return NODE_TYPES[kind].model_validate(given)
    except ValidationError as fault:
        _note(fault, where, source)
        return None


def _note(fault: ValidationError, where: Where, source: Source) -> None:
    for error in fault.errors():
        place = tuple(str(part) for part in error["loc"] if part != "[key]")
        source.fault((*where, *place), error["msg"])
