"""`hotline check`: every fault of menus, deadlines, dispatch directory, quality, skills, before a citizen meets it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from hotline.agents.skill_file import FILE as SKILLS
from hotline.agents.skill_file import load_skills
from hotline.errors import CityPackError, HotlineError, ScriptError
from hotline.ivr.load import load_scripts
from hotline.ivr.nodes.queue import QueueNode
from hotline.ivr.script import Script
from hotline.kb.city import City
from hotline.kb.load import load_city, load_outline
from hotline.quality.book import FILE as QUALITY
from hotline.settings import Settings, read_settings
from hotline.tickets.duty_file import FILE as DUTY
from hotline.tickets.duty_file import load_duty
from hotline.tickets.policies import has_policies, load_policies
from hotline.tickets.templates.pack import FILE as TEMPLATES
from hotline.tickets.templates.pack import load_templates
from hotline.wiring.quality_side import quality_book
from hotline.wiring.report_side import template_in
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
    """Check menus, deadlines, dispatch directory, quality rules: faults by line; exit code 1 where there is one."""
    if paths:
        typer.echo(summary(check_scripts(paths)))
        return
    settings, faults = read_settings(), list[HotlineError]()
    for part in (_checked_menus, *_PACK_PARTS, _checked_skills):
        try:
            typer.echo(part(settings), nl=False)
        except HotlineError as fault:
            faults.append(fault)
    if len(faults) == 1:
        raise faults[0]
    if faults:
        raise HotlineError("\n".join(fault.message for fault in faults))


def check_pack(settings: Settings, kb_dir: Path) -> City:
    """What a pack's folder holds, its rules checked with its tables. Raises CityPackError with all faults of both."""
    there, faults = settings.model_copy(update={"kb_dir": kb_dir}), list[CityPackError]()
    city: City | None = None
    try:
        city = load_city(kb_dir)
    except CityPackError as fault:
        faults.append(fault)
    for part in _PACK_PARTS if city else _ALONE:
        try:
            part(there)
        except CityPackError as fault:
            faults.append(fault)
    if city is not None and not faults:
        return city
    found = [one.details.get("faults", ()) for one in faults]
    every = tuple(one for some in found if isinstance(some, tuple) for one in some)
    raise CityPackError("\n".join(fault.message for fault in faults), faults=every)


def _checked_menus(settings: Settings) -> str:
    return summary(load_scripts(settings.ivr_dir, recorded=settings.recorded_dir).values()) + "\n"


def _checked_policies(settings: Settings) -> str:
    """What was checked of the deadlines; nothing where the city pack was made before there were any."""
    if not has_policies(settings.kb_dir):
        return ""
    policies = load_policies(settings.kb_dir)
    listed = "、".join(f"{one.profile}（{one.since}起）" for one in policies.in_force)
    return f"时限规定检查通过：{len(policies.profiles)}套，执行{listed}。\n"


def _checked_duty(settings: Settings) -> str:
    """What was checked of the texts to duty telephones; nothing where the city pack has none."""
    if not (settings.kb_dir / DUTY).is_file():
        return ""
    codes = {one.code for one in load_city(settings.kb_dir).departments} if load_duty(settings.kb_dir).phones else ()
    return f"值班短信的规定检查通过：{len(load_duty(settings.kb_dir, codes).phones)}个单位有值班手机。\n"


def _checked_directory(settings: Settings) -> str:
    """What was checked of the dispatch directory; nothing where the city pack has none."""
    if not (settings.kb_dir / DIRECTORY).is_file():
        return ""
    return f"派单目录检查通过：{len(load_routing_pack(settings.kb_dir).lines)}条。\n"


def _checked_quality(settings: Settings) -> str:
    """What was checked of the quality inspection; nothing where the city pack has none."""
    if not (settings.kb_dir / QUALITY).is_file():
        return ""
    book = quality_book(settings.kb_dir, load_outline(settings.kb_dir))
    return f"质检规则检查通过：评分{len(book.form.items)}项，抽查规则{len(book.rules)}条。\n" if book else ""


def _checked_templates(settings: Settings) -> str:
    """What was checked of the texts that supervisors choose from; nothing where the city pack has none."""
    if not (settings.kb_dir / TEMPLATES).is_file():
        return ""
    return f"督办模板检查通过：{len(load_templates(settings.kb_dir))}条。\n"


def _checked_brief(settings: Settings) -> str:
    """Nothing to say of it where it can be read."""
    template_in(settings.kb_dir)
    return ""


def _checked_skill_file(settings: Settings) -> str:
    """As _checked_brief; the menus are no part of the pack."""
    load_skills(settings.kb_dir)
    return ""


def _checked_skills(settings: Settings) -> str:
    """What was checked of the skills: the file, and that the menus ask for no other; nothing where there are none."""
    book = load_skills(settings.kb_dir)
    unknown = sorted(
        f"- {script.name} nodes.{name}.skill: {SKILLS}里没有技能“{node.skill}”"
        for script in load_scripts(settings.ivr_dir, recorded=settings.recorded_dir).values()
        for name, node in script.nodes.items()
        if isinstance(node, QueueNode) and node.skill and book.find(node.skill) is None
    )
    if unknown:
        raise ScriptError(f"语音菜单有{len(unknown)}处技能没有：\n" + "\n".join(unknown))
    return f"技能检查通过：{'、'.join(skill.names['zh-CN'] for skill in book.skills)}。\n" if book.skills else ""


_ALONE = (_checked_policies, _checked_templates, _checked_brief, _checked_skill_file)
"""What is understood without the pack's tables."""
_PACK_PARTS = (*_ALONE, _checked_duty, _checked_directory, _checked_quality)
"""Each checks its files and says in a line what it found; "" where the city pack has none."""
