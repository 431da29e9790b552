"""YAML read into plain values, with the line of each: so that a fault in a script names its line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

Where = tuple[str, ...]
_KEYED = (("keys",), ("values",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong. line: from 1; where: the path in the file, as nodes.main.keys.1; what: a sentence."""

    line: int
    where: str
    what: str


@dataclass(slots=True, kw_only=True)
class Source:
    """A file's values, the line of each path, and the faults found so far."""

    value: Any = None
    lines: dict[Where, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, where: Where, what: str) -> None:
        """Note a fault at the nearest line known."""
        near = where
        while near and near not in self.lines:
            near = near[:-1]
        self.faults.append(Fault(line=self.lines.get(near, 1), where=".".join(where), what=what))


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
        source.faults.append(Fault(line=line, where="", what=f"this is not YAML: {fault.problem}"))
    except yaml.YAMLError as fault:
        source.faults.append(Fault(line=1, where="", what=f"this is not YAML: {fault}"))
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
            what = f"the key {name} is used twice" if where[-1:] in _KEYED else "this name is here twice"
            source.fault((*where, name), what)
        values[name] = _value(loader, value, (*where, name), source)
    return values
