"""Menus that a caller can keep in mind: at most three deep, at most six choices (0, * and # are not counted).

The rule: depth is counted from where calls really come in, over every script that they are led through.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping

from hotline.ivr.faults import what
from hotline.ivr.nodes.go_to import GoTo
from hotline.ivr.nodes.listen import ListenNode
from hotline.ivr.nodes.menu import Menu
from hotline.ivr.script import Script
from hotline.ivr.source import Source

DEEPEST = 3
MOST_CHOICES = 6
OF_CALLS = ("start", "menu", "survey")
"""The entries of a line by which calls come in; others are for go_to."""
_NOT_FORWARD = ("back", "otherwise")
_Place = tuple[str, str]  # a script, and its node or entry


def lint_menus(script: Script, source: Source) -> None:
    """Note every menu that is too long."""
    for name, node in script.nodes.items():
        if isinstance(node, Menu | ListenNode) and len(node.keys) > MOST_CHOICES:
            source.fault(("nodes", name, "keys"), what("too_many", choices=len(node.keys), most=MOST_CHOICES))


def lint_depth(scripts: Mapping[str, Script], sources: Mapping[str, Source]) -> None:
    """Note every menu that is too deep, each once: from where it is deepest."""
    deepest: dict[_Place, tuple[int, _Place]] = {}
    for root in _roots(scripts):
        for place, depth in depths_from(scripts, *root).items():
            if depth > deepest.get(place, (0, root))[0]:
                deepest[place] = (depth, root)
    for (script, name), (depth, (line, entry)) in deepest.items():
        if scripts[script].nodes[name].is_menu and depth > DEEPEST:
            told = what("too_deep", depth=depth, most=DEEPEST, line=line, entry=entry)
            sources[script].fault(("nodes", name), told)


def depths_from(scripts: Mapping[str, Script], line: str, entry: str) -> dict[_Place, int]:
    """How many menus a caller has heard at each node, itself included, by the shortest way from this entry."""
    depths: dict[_Place, int] = {}
    ahead = deque([(line, scripts[line].entries[entry], 0)])
    while ahead:
        script, name, above = ahead.popleft()
        node = scripts[script].nodes.get(name)
        if node is None:
            continue
        depth = above + node.is_menu
        if depth >= depths.get((script, name), depth + 1):
            continue
        depths[script, name] = depth
        if isinstance(node, GoTo):
            there = scripts.get(node.script)
            ahead += [(node.script, there.entries[node.entry], depth)] if there and node.entry in there.entries else []
        ahead += [(script, to, depth) for field, to in node.targets().items() if field not in _NOT_FORWARD]
    return depths


def _roots(scripts: Mapping[str, Script]) -> Iterator[_Place]:
    """Where calls come in: a line is dialled by its number; any entry to which no go_to leads counts as one."""
    nodes = (node for script in scripts.values() for node in script.nodes.values())
    led_to = {(node.script, node.entry) for node in nodes if isinstance(node, GoTo)}
    for name, script in scripts.items():
        for entry in script.entries:
            if (name.isdigit() and entry in OF_CALLS) or (name, entry) not in led_to:
                yield name, entry
