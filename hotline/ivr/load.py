"""A script's file made into a Script, or refused with every fault at once, each with its line.

The rule: what is loaded here never surprises a caller; a fault that could be found before a call is found here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from hotline.errors import ScriptError
from hotline.ivr.faults import what
from hotline.ivr.head import Head
from hotline.ivr.lint import lint, lint_between
from hotline.ivr.nodes import NODE_TYPES, Node
from hotline.ivr.nodes.play import Play
from hotline.ivr.recordings import recording_fault
from hotline.ivr.script import Script, recording_name
from hotline.ivr.source import Fault, Source, Where, fault_of, read_source
from hotline.ivr.words import sentence

RECORDED = "recorded"  # the folder beside the scripts
_BRANCHES = ("str", "RecordedPrompt")  # of a prompt, which is either


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """One file: its script, where it could be read at all, and its faults in the order of the file."""

    file: str
    script: Script | None
    source: Source

    def faults(self) -> tuple[Fault, ...]:
        """Each fault once, in the order of the file, with the file's name."""
        ordered = sorted(dict.fromkeys(self.source.faults), key=lambda fault: fault.line)
        return tuple(replace(fault, file=self.file) for fault in ordered)


def load_script(path: Path, *, recorded: Path | None = None) -> Script:
    """The script in this file; its name is the file's, as in 12345.yaml. Where go_to leads is not looked at.

    recorded: the folder of recordings, the one beside the file where left out. Raises ScriptError that lists every
    fault as file:line: where: what.
    """
    loaded = read_script(path, recorded=recorded)
    if loaded.script is None or loaded.source.faults:
        raise _refusal([loaded])
    return loaded.script


def load_scripts(
    folder: Path, *, recorded: Path | None = None, wanted: frozenset[str] = frozenset()
) -> dict[str, Script]:
    """Every script of a folder, by the number dialled. Raises ScriptError with the faults of all of them.

    wanted: names of files; where given, only their faults count and only they are returned.
    """
    loaded = [read_script(path, recorded=recorded) for path in sorted(folder.glob("*.yaml"))]
    if not loaded:
        none = fault_of(what("no_scripts", folder=folder.name))
        raise ScriptError(f"There is no voice menu in {folder}.", faults=(none,))
    lint_between({Path(each.file).stem: (each.script, each.source) for each in loaded})
    loaded = [each for each in loaded if not wanted or each.file in wanted]
    if any(each.source.faults for each in loaded):
        raise _refusal(loaded)
    return {each.script.name: each.script for each in loaded if each.script}


def read_script(path: Path, *, recorded: Path | None = None) -> Loaded:
    """The file, whatever is wrong with it. Raises ScriptError where there is no such file."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        unreadable = fault_of(what("unreadable", why=fault), file=path.name)
        raise ScriptError(f"{path.name} cannot be read: {fault}", faults=(unreadable,)) from fault
    source = read_source(text)
    script = _script(path.stem, source) if not source.faults else None
    if script is not None:
        _recordings(script, source, recorded or path.parent / RECORDED)
    return Loaded(file=path.name, script=script, source=source)


def faults_in(refusal: ScriptError) -> tuple[Fault, ...]:
    """The faults for which scripts were refused, one by one."""
    told = refusal.details.get("faults", ())
    return tuple(fault for fault in told if isinstance(fault, Fault)) if isinstance(told, tuple) else ()


def _refusal(loaded: list[Loaded]) -> ScriptError:
    faults = tuple(fault for each in loaded for fault in each.faults())
    lines = [f"- {fault.file}:{fault.line}: {fault.where}: {fault.what}" for fault in faults]
    return ScriptError("The voice menu is not valid:\n" + "\n".join(lines), faults=faults)


def _script(name: str, source: Source) -> Script | None:
    if not isinstance(source.value, dict):
        source.fault((), what("no_mapping"))
        return None
    value = dict(source.value)
    nodes, broken = _nodes(value.pop("nodes", None), source)
    try:
        head = Head.model_validate(value)
    except ValidationError as fault:
        _note(fault, (), source)
        return None
    script = Script(
        name=name,
        person=head.person,
        queue=head.queue,
        entries=head.entries,
        languages=head.languages,
        prompts=head.wordings(),
        nodes=nodes,
    )
    lint(script, source, broken)
    return script


def _nodes(value: Any, source: Source) -> tuple[dict[str, Node], frozenset[str]]:
    if not isinstance(value, dict) or not value:
        source.fault(("nodes",), what("no_nodes"))
        return {}, frozenset()
    nodes = {name: node for name, given in value.items() if (node := _node(name, given, source))}
    return nodes, frozenset(value) - frozenset(nodes)


def _node(name: str, given: Any, source: Source) -> Node | None:
    where = ("nodes", name)
    kind = given.get("type") if isinstance(given, dict) else None
    if not isinstance(kind, str) or kind not in NODE_TYPES:
        source.fault((*where, "type"), what("node_type", types=", ".join(NODE_TYPES)))
        return None
    try:
        return NODE_TYPES[kind].model_validate(given)
    except ValidationError as fault:
        _note(fault, where, source, kind=kind)
        return None


def _note(fault: ValidationError, where: Where, source: Source, *, kind: str = "") -> None:
    for error in fault.errors():
        place = tuple(str(part) for part in error["loc"] if part != "[key]")
        if place and place[-1] == "str" and isinstance(error["input"], dict):
            continue  # it is meant to be a recording, and its own faults follow
        if place and place[-1] == "RecordedPrompt":
            continue
        place = tuple(part for part in place if part not in _BRANCHES)
        source.fault((*where, *place), sentence(error, kind))


def _recordings(script: Script, source: Source, folder: Path) -> None:
    """Those that the script names must be there; those that replace a prompt may be; each must be playable."""
    for name, wordings in script.prompts.items():
        for language, wording in wordings.items():
            path = folder / (wording.file or f"{recording_name(script.name, name, language)}.wav")
            if (wording.file or path.exists()) and (wrong := recording_fault(path)):
                source.fault(("prompts", name, language), wrong)
    for name, node in script.nodes.items():
        if isinstance(node, Play) and (wrong := recording_fault(folder / node.file)):
            source.fault(("nodes", name, "file"), wrong)
