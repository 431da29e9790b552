"""What pydantic found wrong with a script, in words for the person who wrote it."""

from __future__ import annotations

from typing import Any

_TYPES = {
    "string_type": "this must be text; put a number in quotes",
    "int_type": "this must be a whole number",
    "int_parsing": "this must be a whole number",
    "int_from_float": "this must be a whole number",
    "float_type": "this must be a number",
    "float_parsing": "this must be a number",
    "bool_type": "this must be true or false",
    "bool_parsing": "this must be true or false",
    "dict_type": "this must be a mapping of names",
    "tuple_type": "this must be a list",
    "list_type": "this must be a list",
    "model_type": "this must be a mapping of names",
    "model_attributes_type": "this must be a mapping of names",
}
WAYS_ON = ("next", "found", "missing", "nothing", "more", "yes", "no", "keys")  # fields without which a call is stuck


def sentence(error: Any, kind: str = "") -> str:
    """One sentence for one of pydantic's errors. kind: the node's type, "" for the head."""
    place = str(error["loc"][-1]) if error["loc"] else ""
    holder = f"a {kind} node" if kind else "a script"
    fault = error["type"]
    if fault == "missing" and kind and place in WAYS_ON:
        return f"dead end: {holder} needs {place}, or the call cannot go on"
    if fault == "missing":
        return f"{place} is missing; {holder} needs it"
    if fault == "extra_forbidden":
        return f"unknown field: {holder} has no {place}"
    if fault == "string_pattern_mismatch" and error["loc"][-1:] == ("[key]",):
        return f"{error['input']} cannot be a key or name here" + _hint(str(error["input"]))
    if fault == "string_pattern_mismatch":
        return f"{error['input']} is not written as it must be here ({error['ctx']['pattern']})"
    if fault in ("literal_error", "enum"):
        return f"{error['input']} must be one of {error['ctx']['expected']}"
    return _TYPES.get(fault) or _plain(error)


def _hint(given: str) -> str:
    return ": 0, * and # do the same everywhere and are not written" if given in ("0", "*", "#") else ""


def _plain(error: Any) -> str:
    said = str(error["msg"])
    return said[:1].lower() + said[1:]
