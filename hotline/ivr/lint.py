"""What is wrong with a script whose parts are well formed: nowhere to go, nothing to say, no person, no end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hotline.ivr.faults import what
from hotline.ivr.lint_menus import lint_depth, lint_menus
from hotline.ivr.nodes.go_to import GoTo
from hotline.ivr.nodes.language import Language
from hotline.ivr.nodes.queue import QueueNode
from hotline.ivr.script import Script
from hotline.ivr.source import Source

ENGINE_PROMPTS = ("apology", "patience")


def lint(script: Script, source: Source, broken: frozenset[str]) -> None:
    """Note every fault in source. broken: nodes that exist but could not be read."""
    _targets(script, source, broken)
    _languages(script, source)
    _prompts(script, source, complete=not broken)
    if not broken:
        _reach(script, source)
        _person(script, source)
        lint_menus(script, source)
    _rings(script, source)


def lint_between(loaded: Mapping[str, tuple[Script | None, Source]]) -> None:
    """Note every go_to that leads nowhere, and every menu that is too deep, over all scripts.

    Of a script that could not be read only the name counts, and depth is not counted before every node could be.
    """
    for script, source in loaded.values():
        for name, node in script.nodes.items() if script else ():
            if not isinstance(node, GoTo):
                continue
            there = loaded.get(node.script)
            if there is None:
                source.fault(("nodes", name, "script"), what("no_script", script=node.script))
            elif there[0] and node.entry not in there[0].entries:
                source.fault(("nodes", name, "entry"), what("no_entry", script=node.script, entry=node.entry))
    scripts = {name: script for name, (script, _) in loaded.items() if script}
    for name, script in scripts.items():
        for entry in script.entries:
            if (name, entry) in _onward(scripts, name, entry):
                loaded[name][1].fault(("entries", entry), what("ring_of_scripts"))
    if all(script and len(script.nodes) == len(source.value["nodes"]) for script, source in loaded.values()):
        lint_depth(scripts, {name: source for name, (_, source) in loaded.items()})


def _targets(script: Script, source: Source, broken: frozenset[str]) -> None:
    known = script.nodes.keys() | broken
    for entry, to in script.entries.items():
        if to not in known:
            source.fault(("entries", entry), what("no_node", node=to))
    if script.person not in known:
        source.fault(("person",), what("person_missing", node=script.person))
    elif script.person not in broken and not isinstance(script.nodes[script.person], QueueNode):
        source.fault(("person",), what("person_no_queue", node=script.person))
    for name, node in script.nodes.items():
        for field, to in node.targets().items():
            if to not in known:
                source.fault(("nodes", name, *field.split(".")), what("no_node", node=to))


def _languages(script: Script, source: Source) -> None:
    for name, node in script.nodes.items():
        if isinstance(node, Language) and node.language not in script.languages:
            source.fault(("nodes", name, "language"), what("language_unknown", language=node.language))
    for name, wordings in script.prompts.items():
        for language in script.languages:
            if language not in wordings:
                source.fault(("prompts", name), what("prompt_lacks", language=language))
        for language, wording in wordings.items():
            if language not in script.languages:
                source.fault(("prompts", name, language), what("language_unknown", language=language))
            if not wording.file and not wording.text.strip():
                source.fault(("prompts", name, language), what("prompt_empty", language=language))


def _prompts(script: Script, source: Source, *, complete: bool) -> None:
    said = set(ENGINE_PROMPTS)
    for name in ENGINE_PROMPTS:
        if name not in script.prompts:
            source.fault(("prompts",), what("prompt_needed", prompt=name))
    for name, node in script.nodes.items():
        for field, prompt in {**node.prompts(), **node.templates()}.items():
            said.add(prompt)
            fills = node.fills if field in node.templates() else ()
            _one_prompt(script, source, ("nodes", name, *field.split(".")), prompt, fills)
    if complete:
        for name in script.prompts.keys() - said:
            source.fault(("prompts", name), what("prompt_unused"))


def _one_prompt(script: Script, source: Source, where: tuple[str, ...], prompt: str, fills: tuple[str, ...]) -> None:
    if prompt not in script.prompts:
        source.fault(where, what("prompt_missing", prompt=prompt))
        return
    for wording in script.prompts[prompt].values():
        if fills and (wording.file or not all(fill in wording.text for fill in fills)):
            source.fault(where, what("template", prompt=prompt, fills=", ".join(fills)))
        if not fills and "{" in wording.text:
            source.fault(where, what("brace", prompt=prompt))


def _reach(script: Script, source: Source) -> None:
    seen = _after(script, (*script.entries.values(), script.person), silent=False)
    for name in script.nodes:
        if name not in seen:
            source.fault(("nodes", name), what("unreachable"))


def _person(script: Script, source: Source) -> None:
    for entry, to in script.entries.items():
        nodes = [script.nodes[name] for name in _after(script, (to,), silent=False)]
        if nodes and not any(node.asks or node.helps for node in nodes):
            source.fault(("entries", entry), what("nobody_helps"))


def _rings(script: Script, source: Source) -> None:
    """A node to which a caller who does nothing comes back: it would go on for as long as the line is open."""
    for name, node in script.nodes.items():
        if name in _after(script, node.automatic(), silent=True):
            source.fault(("nodes", name), what("ring"))


def _after(script: Script, names: Iterable[str], *, silent: bool) -> set[str]:
    """These nodes and all after them; silent: only those that a caller who does nothing comes to."""
    seen: set[str] = set()
    ahead = list(names)
    while ahead:
        name = ahead.pop()
        node = script.nodes.get(name)
        if node is not None and name not in seen:
            seen.add(name)
            ahead += node.automatic() if silent else node.targets().values()
    return seen


def _onward(scripts: Mapping[str, Script], name: str, entry: str) -> set[tuple[str, str]]:
    """The entries to which a caller who does nothing comes from this one."""
    seen: set[tuple[str, str]] = set()
    ahead = [(name, entry)]
    while ahead:
        script, to = ahead.pop()
        if script not in scripts or to not in scripts[script].entries:
            continue
        for reached in _after(scripts[script], (scripts[script].entries[to],), silent=True):
            node = scripts[script].nodes[reached]
            if isinstance(node, GoTo) and (onward := (node.script, node.entry)) not in seen:
                seen.add(onward)
                ahead.append(onward)
    return seen
