"""`hotline check`: every fault of the voice menus, the deadlines, the dispatch directory, before a citizen meets it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from hotline.errors import HotlineError, ScriptError
from hotline.ivr.load import load_scripts
from hotline.ivr.script import Script
from hotline.settings import Settings, read_settings
from hotline.tickets.policies import has_policies, load_policies
from hotline.wiring.routing_pack import DIRECTORY, load_routing_pack


def summary(scripts: Iterable[Script]) -> str:
    """What was checked, in one line."""
    each = (f"{script.name}有{len(script.nodes)}个节点、{len(script.languages)}种语言" for script in scripts)
    return f"语音菜单检查通过：{'；'.join(each)}。"


def check_scripts(paths: Iterable[Path]) -> list[Script]:
    """The scripts in these files and folders. Raises ScriptError with all their faults.

    A file is checked among all those of its folder, for a go_to may lead to any of them.
    """
    wanted: dict[Path, set[str]] = {}
    for path in paths:
        if not path.exists():
            raise ScriptError(f"There is no {path}.")
        wanted.setdefault(path if path.is_dir() else path.parent, set()).add("" if path.is_dir() else path.name)
    scripts: list[Script] = []
    faults: list[str] = []
    for folder, names in wanted.items():
        try:
            scripts += load_scripts(folder, wanted=frozenset() if "" in names else frozenset(names)).values()
        except ScriptError as fault:
            faults.append(fault.message)
    if faults:
        raise ScriptError("\n".join(faults))
    return scripts


def check_command(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Scripts or folders of scripts; left out, those in the settings.")
    ] = None,
) -> None:
    """Check menus, deadlines and dispatch directory: every fault by file and line; exit code 1 where there is one."""
    if paths:
        typer.echo(summary(check_scripts(paths)))
        return
    settings = read_settings()
    faults: list[HotlineError] = []
    for part in (_checked_menus, _checked_policies, _checked_directory):
        try:
            typer.echo(part(settings), nl=False)
        except HotlineError as fault:
            faults.append(fault)
    if len(faults) == 1:
        raise faults[0]
    if faults:
        raise HotlineError("\n".join(fault.message for fault in faults))


def _checked_menus(settings: Settings) -> str:
    return summary(load_scripts(settings.ivr_dir, recorded=settings.recorded_dir).values()) + "\n"


def _checked_policies(settings: Settings) -> str:
    """What was checked of the deadlines; nothing where the city pack was made before there were any."""
    if not has_policies(settings.kb_dir):
        return ""
    policies = load_policies(settings.kb_dir)
    listed = "、".join(f"{one.profile}（{one.since}起）" for one in policies.in_force)
    return f"时限规定检查通过：{len(policies.profiles)}套，执行{listed}。\n"


def _checked_directory(settings: Settings) -> str:
    """What was checked of the dispatch directory; nothing where the city pack has none."""
    if not (settings.kb_dir / DIRECTORY).is_file():
        return ""
    return f"派单目录检查通过：{len(load_routing_pack(settings.kb_dir).lines)}条。\n"
