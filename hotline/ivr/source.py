"""YAML read into plain values, with the line of each: so that a fault in a script names its line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

from hotline.ivr.faults import What, what

Where = tuple[str, ...]
_KEYED = (("keys",), ("values",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong. line: from 1; where: the path in the file, as nodes.main.keys.1; what: a sentence.

    code, params: what the sentence says, for screens of other languages (faults.py), "" where it has no code; file: its
    name, "" while only one is looked at.
    """

    line: int
    where: str
    what: str
    code: str = ""
    params: tuple[tuple[str, str], ...] = ()
    file: str = ""


@dataclass(slots=True, kw_only=True)
class Source:
    """A file's values, the line of each path, and the faults found so far."""

    value: Any = None
    lines: dict[Where, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, where: Where, what: What | str) -> None:
        """Note a fault at the nearest line known."""
        near = where
        while near and near not in self.lines:
            near = near[:-1]
        self.faults.append(fault_of(what, line=self.lines.get(near, 1), where=".".join(where)))


def fault_of(what: What | str, *, line: int = 1, where: str = "", file: str = "") -> Fault:
    """A fault, with the code of what is wrong where it has one."""
    code, params = (what.code, what.params) if isinstance(what, What) else ("", ())
    return Fault(line=line, where=where, what=str(what), code=code, params=params, file=file)


def read_source(text: str) -> Source:
    """Plain values (every key is a string) with their lines; what is not YAML is a fault."""
    source = Source()
    loader = yaml.SafeLoader(text)
    try:
        root = loader.get_single_node()
        if root is not None:
            source.value = _value(loader, root, (), source)
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else 1
        source.faults.append(fault_of(what("not_yaml", problem=fault.problem), line=line))
    except yaml.YAMLError as fault:
        source.faults.append(fault_of(what("not_yaml", problem=fault)))
    finally:
        loader.dispose()
    return source


def _value(loader: yaml.SafeLoader, node: yaml.Node, where: Where, source: Source) -> Any:
    source.lines.setdefault(where, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return _mapping(loader, node, where, source)
    if isinstance(node, yaml.SequenceNode):
        return [_value(loader, item, (*where, str(place)), source) for place, item in enumerate(node.value)]
    return loader.construct_object(node)


def _mapping(loader: yaml.SafeLoader, node: yaml.MappingNode, where: Where, source: Source) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, value in node.value:
        name = str(key.value)
        source.lines[(*where, name)] = key.start_mark.line + 1
        if name in values:
            twice = what("key_twice", key=name) if where[-1:] in _KEYED else what("name_twice")
            source.fault((*where, name), twice)
        values[name] = _value(loader, value, (*where, name), source)
    return values
