"""What is wrong with a script whose parts are well formed: nowhere to go, nothing to say, no way to end."""

from __future__ import annotations

from collections.abc import Iterable

from hotline.ivr.nodes.node import Node
from hotline.ivr.nodes.queue import QueueNode
from hotline.ivr.script import DEFAULT_LANGUAGE, Script
from hotline.ivr.source import Source

ENGINE_PROMPTS = ("apology", "patience")
TEMPLATE_FIELD = "item"


def lint(script: Script, source: Source, broken: frozenset[str]) -> None:
    """Note every fault in source. broken: nodes that exist but could not be read."""
    _targets(script, source, broken)
    _prompts(script, source, complete=not broken)
    if not broken:
        _reach(script, source)
    _rings(script, source)


def _targets(script: Script, source: Source, broken: frozenset[str]) -> None:
    known = script.nodes.keys() | broken
    for entry, to in script.entries.items():
        if to not in known:
            source.fault(("entries", entry), f"there is no node {to}")
    if script.person not in known:
        source.fault(("person",), f"there is no node {script.person}")
    elif script.person not in broken and not isinstance(script.nodes[script.person], QueueNode):
        source.fault(("person",), f"{script.person} must be a queue node: 0 always leads to a person")
    for name, node in script.nodes.items():
        for field, to in node.targets().items():
            if to not in known:
                source.fault(("nodes", name, *field.split(".")), f"there is no node {to}")


def _prompts(script: Script, source: Source, *, complete: bool) -> None:
    said = set(ENGINE_PROMPTS)
    for name in ENGINE_PROMPTS:
        if name not in script.prompts:
            source.fault(("prompts",), f"the prompt {name} is missing; every script has it")
    for name, node in script.nodes.items():
        for field, prompt in node.prompts().items():
            said.add(prompt)
            _one_prompt(script, source, ("nodes", name, field), prompt)
    for name, texts in script.prompts.items():
        if not texts.get(DEFAULT_LANGUAGE, "").strip():
            source.fault(("prompts", name), f"the prompt has no text in {DEFAULT_LANGUAGE}")
        for language, text in texts.items():
            if language != DEFAULT_LANGUAGE and not text.strip():
                source.fault(("prompts", name, language), "the prompt has no text")
        if complete and name not in said:
            source.fault(("prompts", name), "no node says this prompt")


def _one_prompt(script: Script, source: Source, where: tuple[str, ...], prompt: str) -> None:
    if prompt not in script.prompts:
        source.fault(where, f"there is no prompt {prompt}")
        return
    for text in script.prompts[prompt].values():
        is_template = "{title}" in text and "{key}" in text
        if where[-1] == TEMPLATE_FIELD and not is_template:
            source.fault(where, f"the prompt {prompt} must have {{title}} and {{key}}")
        if where[-1] != TEMPLATE_FIELD and "{" in text:
            source.fault(where, f"the prompt {prompt} has a brace, which nothing fills here")


def _reach(script: Script, source: Source) -> None:
    seen: set[str] = set()
    ahead = [*script.entries.values(), script.person]
    while ahead:
        name = ahead.pop()
        if name in script.nodes and name not in seen:
            seen.add(name)
            ahead += script.nodes[name].targets().values()
    for name in script.nodes:
        if name not in seen:
            source.fault(("nodes", name), "no caller can reach this node")


def _rings(script: Script, source: Source) -> None:
    """A node that comes back to itself over nodes that never wait for the caller."""
    for name, node in script.nodes.items():
        if name in _after(script, node.automatic()):
            source.fault(("nodes", name), "this node comes round to itself without waiting for the caller")


def _after(script: Script, names: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    ahead = list(names)
    while ahead:
        name = ahead.pop()
        node: Node | None = script.nodes.get(name)
        if node is not None and name not in seen:
            seen.add(name)
            ahead += node.automatic()
    return seen
