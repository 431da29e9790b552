"""A voice menu as the JSON of which the console draws its tree.

Rule: nodes and arrows are those that draw.py draws, so that the page and `hotline ivr draw` show the same menu.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping

from hotline.ivr.draw import Arrow, arrows, title_of
from hotline.ivr.nodes.go_to import GoTo
from hotline.ivr.nodes.node import Node
from hotline.ivr.script import Script, Wording
from hotline.ivr.source import Fault
from hotline.web.shapes import Json

ENTRY = "entry "  # before an entry's name, where an arrow begins (draw.py)
_SUM = 8  # hex digits


def menu_json(script: Script, line: str) -> Json:
    """A whole menu. line: what the number is called; version: changes whenever what is served changes."""
    drawn = {
        "entries": [{"name": name, "node": node} for name, node in script.entries.items()],
        "languages": list(script.languages),
        "nodes": [_node_json(script, name) for name in script.nodes],
        "edges": [_edge_json(arrow) for arrow in arrows(script) if not arrow.start.startswith(ENTRY)],
        "prompts": {name: _wordings_json(wordings) for name, wordings in script.prompts.items()},
    }
    text = json.dumps(drawn, ensure_ascii=False, sort_keys=True)
    version = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:_SUM]
    return {"name": script.name, "line": line, "version": version, **drawn}


def trouble_json(trouble: str, faults: Iterable[Fault]) -> Json:
    """Why the files are not what is served: a sentence for engineers, and each fault.

    code, params: what is wrong, for the page to say in its own language; code "" is none: `what` says it in English.
    """
    return {"what": trouble.partition("\n")[0].rstrip(":"), "faults": [_fault_json(fault) for fault in faults]}


def _fault_json(fault: Fault) -> Json:
    return {
        "file": fault.file,
        "line": fault.line,
        "where": fault.where,
        "what": fault.what,
        "code": fault.code,
        "params": dict(fault.params),
    }


def _node_json(script: Script, name: str) -> Json:
    node = script.nodes[name]
    onward = {"script": node.script, "entry": node.entry} if isinstance(node, GoTo) else None
    return {
        "name": name,
        "title": title_of(script, name),
        "type": str(node.model_dump()["type"]),
        "asks": node.asks,
        "ends": node.is_end,
        "person": name == script.person,
        "go_to": onward,
        "prompts": node.prompts() | node.templates(),
        "settings": _settings(node),
    }


def _settings(node: Node) -> Json:
    """What else the script says of a node, in its own words."""
    told = (field.partition(".")[0] for field in (*node.prompts(), *node.templates(), *node.targets()))
    shown = {"title", "type", "keys", *told} | ({"script", "entry"} if isinstance(node, GoTo) else set())
    fields = {name: value for name, value in node.model_dump(mode="json").items() if name not in shown}
    return {name: _setting(value) for name, value in fields.items() if value not in (None, "", [], {})}


def _setting(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _edge_json(arrow: Arrow) -> Json:
    return {"from": arrow.start, "to": arrow.end, "label": arrow.label, "quiet": arrow.quiet}


def _wordings_json(wordings: Mapping[str, Wording]) -> Json:
    return {language: {"text": wording.text, "file": wording.file} for language, wording in wordings.items()}
