"""The script language as JSON Schema, made from the very models that read a script: what an editor needs to help.

The rule: nothing is written here that a model says already; docs/ivr.schema.json is this, and a test compares them.
"""

from __future__ import annotations

import inspect
import json
from functools import reduce
from operator import or_
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from hotline.ivr.head import Head
from hotline.ivr.nodes import NODE_TYPES


def schema() -> dict[str, Any]:
    """The whole as plain values (JSON Schema 2020-12)."""
    any_node: Any = Annotated[reduce(or_, NODE_TYPES.values()), Field(discriminator="type")]
    nodes = TypeAdapter(dict[str, any_node]).json_schema(ref_template="#/$defs/{model}")
    whole = Head.model_json_schema(ref_template="#/$defs/{model}")
    shapes = {**whole.pop("$defs", {}), **nodes.pop("$defs")}
    for node in NODE_TYPES.values():
        shape = shapes[node.__name__]
        shape["description"] = inspect.cleandoc(node.__doc__ or "").split("\n\n```yaml")[0]
        shape.setdefault("required", []).append("type")
        shape["required"] = sorted(set(shape["required"]))
    whole["properties"]["nodes"] = {**nodes, "description": "Places by name.", "minProperties": 1}
    whole["required"] = [*whole["required"], "nodes"]
    told = {"$schema": "https://json-schema.org/draft/2020-12/schema", **whole, "$defs": shapes}
    _close(told)
    return told


def _close(shape: Any) -> None:
    """Names that fit no pattern are refused when a script is loaded, so an editor shall mark them too."""
    if isinstance(shape, dict):
        if "patternProperties" in shape:
            shape["additionalProperties"] = False
        for part in shape.values():
            _close(part)
    elif isinstance(shape, list):
        for part in shape:
            _close(part)


def schema_text() -> str:
    """As it is written to docs/ivr.schema.json."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"
