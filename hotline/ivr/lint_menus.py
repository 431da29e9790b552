"""Menus that a caller can keep in mind: at most three deep, at most six choices (0, * and # are not counted)."""

from __future__ import annotations

from collections import deque

from hotline.ivr.faults import what
from hotline.ivr.nodes.listen import ListenNode
from hotline.ivr.nodes.menu import Menu
from hotline.ivr.script import Script
from hotline.ivr.source import Source

DEEPEST = 3
MOST_CHOICES = 6
_NOT_FORWARD = ("back", "otherwise")


def lint_menus(script: Script, source: Source) -> None:
    """Note every menu that is too deep or too long."""
    depths = depths_of(script)
    for name, node in script.nodes.items():
        if node.is_menu and depths.get(name, 0) > DEEPEST:
            source.fault(("nodes", name), what("too_deep", depth=depths[name], most=DEEPEST))
        if isinstance(node, Menu | ListenNode) and len(node.keys) > MOST_CHOICES:
            source.fault(("nodes", name, "keys"), what("too_many", choices=len(node.keys), most=MOST_CHOICES))


def depths_of(script: Script) -> dict[str, int]:
    """How many menus a caller has heard at each node, itself included, by the shortest way from an entry."""
    depths: dict[str, int] = {}
    ahead = deque((to, 0) for to in script.entries.values())
    while ahead:
        name, above = ahead.popleft()
        node = script.nodes.get(name)
        if node is None:
            continue
        depth = above + node.is_menu
        if depth >= depths.get(name, len(script.nodes) + 1):
            continue
        depths[name] = depth
        for field, to in node.targets().items():
            if field not in _NOT_FORWARD:
                ahead.append((to, depth))
    return depths
