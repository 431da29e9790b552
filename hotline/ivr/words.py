"""What pydantic found wrong with a script, in words for the person who wrote it."""

from __future__ import annotations

from typing import Any

from hotline.ivr.faults import FAULTS, What, what

_TYPES = {
    "string_type": "no_text",
    "int_type": "no_whole_number",
    "int_parsing": "no_whole_number",
    "int_from_float": "no_whole_number",
    "float_type": "no_number",
    "float_parsing": "no_number",
    "bool_type": "no_truth",
    "bool_parsing": "no_truth",
    "dict_type": "no_names",
    "tuple_type": "no_list",
    "list_type": "no_list",
    "model_type": "no_names",
    "model_attributes_type": "no_names",
}
# what pydantic calls a limit: our code, the parameter, and where pydantic has it
_LIMITS = {
    "less_than_equal": ("too_large", "most", "le"),
    "greater_than_equal": ("too_small", "least", "ge"),
    "too_long": ("too_long", "most", "max_length"),
    "string_too_long": ("too_long", "most", "max_length"),
    "too_short": ("too_short", "least", "min_length"),
    "string_too_short": ("too_short", "least", "min_length"),
}
WAYS_ON = ("next", "found", "missing", "nothing", "more", "yes", "no", "keys")  # fields without which a call is stuck


def sentence(error: Any, kind: str = "") -> What:
    """What one of pydantic's errors says. kind: the node's type, "" for the head."""
    place = str(error["loc"][-1]) if error["loc"] else ""
    fault = error["type"]
    if fault == "missing":
        return _missing(place, kind)
    if fault == "extra_forbidden":
        return what("field_unknown", kind=kind, field=place) if kind else what("head_unknown", field=place)
    if fault == "string_pattern_mismatch":
        return _pattern(error)
    if fault in ("literal_error", "enum"):
        return what("one_of", given=error["input"], choices=error["ctx"]["expected"])
    if fault in _LIMITS:
        code, name, limit = _LIMITS[fault]
        return what(code, **{name: f"{error['ctx'][limit]:g}"})
    if fault in _TYPES:
        return what(_TYPES[fault])
    return what(fault, **error.get("ctx", {})) if fault in FAULTS else what("other", text=_plain(error))


def _missing(place: str, kind: str) -> What:
    if not kind:
        return what("head_missing", field=place)
    return what("dead_end_field" if place in WAYS_ON else "field_missing", kind=kind, field=place)


def _pattern(error: Any) -> What:
    given = str(error["input"])
    if error["loc"][-1:] == ("[key]",):
        return what("key_everywhere" if given in ("0", "*", "#") else "name_wrong", given=given)
    return what("written_wrong", given=given, pattern=error["ctx"]["pattern"])


def _plain(error: Any) -> str:
    said = str(error["msg"])
    return said[:1].lower() + said[1:]
