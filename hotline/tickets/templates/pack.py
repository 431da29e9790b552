"""kb/templates.yaml read and written: the texts that a city begins with, with every fault by line.

Rule: all or nothing, like every file of the pack; a pack without the file has no texts, and that is no fault.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from hotline.errors import CityPackError
from hotline.ivr.source import Source, Where, read_source
from hotline.tickets.templates.model import Template, Use, faults_of

FILE = "templates.yaml"
MOST = 200  # texts
MOST_BYTES = 1_000_000
_FIELDS = ("code", "use", "title", "text")
_ABOUT = """# 督办模板：催办、批示、督办、裁定、退回、黄牌通知、红牌通知用的文字。
# 花括号里是占位符，用工单的内容替换，如{工单编号}、{承办单位}、{时限}、{剩余时间}。写法见README.md的“督办模板”。
"""


def load_templates(kb_dir: Path) -> tuple[Template, ...]:
    """The texts of a folder. Raises CityPackError, every fault by file, line and field."""
    path = kb_dir / FILE
    if not path.exists():
        return ()
    source = _source(path)
    found = _read(source)
    if source.faults:
        told = sorted({(fault.line, fault.where, fault.what) for fault in source.faults})
        lines = [
            f"- {FILE}:{line} {where}: {what}" if where else f"- {FILE}:{line}: {what}" for line, where, what in told
        ]
        raise CityPackError(f"督办模板有{len(lines)}处错误：\n" + "\n".join(lines), faults=tuple(source.faults))
    return tuple(found)


def dump_templates(templates: Sequence[Template]) -> str:
    """The file's text, which load_templates takes."""
    rows = [{"code": one.code, "use": one.use.label, "title": one.title, "text": one.text} for one in templates]
    body: str = yaml.safe_dump({"templates": rows}, allow_unicode=True, sort_keys=False, width=1000)
    return _ABOUT + body


def _source(path: Path) -> Source:
    source = Source()
    try:
        if path.stat().st_size > MOST_BYTES:
            source.fault((), "文件太大，不像是督办模板")
            return source
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as fault:
        source.fault((), f"文件无法读取（{fault.strerror or fault}）")
        return source
    except UnicodeDecodeError:
        source.fault((), "文件编码不是UTF-8，请另存为UTF-8编码")
        return source
    try:
        return read_source(text)
    except (yaml.YAMLError, ValueError, RecursionError) as fault:
        source.fault((), f"不是有效的YAML，请检查缩进、冒号和引号（{fault}）")
        return source


def _read(source: Source) -> list[Template]:
    value = source.value
    rows = value.get("templates") if isinstance(value, dict) else None
    if not isinstance(rows, list) or (isinstance(value, dict) and set(value) != {"templates"}):
        if not source.faults:
            source.fault((), "应为“templates:”和它下面的列表")
        return []
    if len(rows) > MOST:
        source.fault(("templates",), f"最多{MOST}条")
    seen: dict[str, int] = {}
    found = []
    for place, row in enumerate(rows):
        where: Where = ("templates", str(place))
        one = _one(row, where, source)
        if one is None:
            continue
        if one.code in seen:
            line = source.lines.get(("templates", str(seen[one.code])), 1)
            source.fault((*where, "code"), f"编号“{one.code}”和第{line}行重复")
        seen.setdefault(one.code, place)
        found.append(one)
    return found


def _one(row: Any, where: Where, source: Source) -> Template | None:
    if not isinstance(row, dict):
        source.fault(where, "应有code、use、title、text四项")
        return None
    for name in row:
        if name not in _FIELDS:
            source.fault((*where, name), "没有这一项，只有code、use、title、text")
    values = {}
    for name in _FIELDS:
        if not isinstance(row.get(name), str):
            source.fault((*where, name), "缺少这一项，或者不是文字（数字要加引号）")
        else:
            values[name] = row[name].strip()
    if len(values) < len(_FIELDS):
        return None
    use = use_of(values["use"])
    if use is None:
        source.fault((*where, "use"), f"“{values['use'][:20]}”应为{'、'.join(one.label for one in Use)}之一")
        return None
    template = Template(code=values["code"], use=use, title=values["title"], text=values["text"])
    faults = faults_of(template)
    for name, why in faults.items():
        source.fault((*where, name), why)
    return None if faults else template


def use_of(written: str) -> Use | None:
    """By its Chinese name, as a clerk writes it, or by its English one."""
    return next((one for one in Use if written in (one.label, str(one))), None)
