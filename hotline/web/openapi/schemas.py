"""Declared types as JSON Schema: TypedDicts and enums become components, everything else stands where it is used.

Rule: an object has the declared fields and no others, so that an answer with a field that nobody declared is found.
"""

from __future__ import annotations

import inspect
import types
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

Json = dict[str, Any]
AT = "#/components/schemas/"
_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What an Annotated type says beside its kind. name: makes it a component; says: further keywords of the schema."""

    name: str = ""
    says: tuple[tuple[str, object], ...] = ()


def note(text: str = "", *, name: str = "", **says: object) -> Note:
    """What an Annotated type says of itself. text: the field's description."""
    return Note(name=name, says=tuple({**({"description": text} if text else {}), **says}.items()))


def named(name: str) -> Note:
    """Makes what it stands with a component of this name."""
    return Note(name=name)


Moment = Annotated[str, note(format="date-time")]
"""A time with its zone, ISO 8601."""
Day = Annotated[str, note(format="date")]
"""A day, 2026-11-21."""


class Schemas:
    """The components so far. names: what a type is called where its own name is not the right one."""

    def __init__(self, names: dict[object, str]) -> None:
        self.components: dict[str, Json] = {}
        self._names = names
        self._known: dict[str, object] = {}

    def of(self, kind: object) -> Json:
        """The schema of a type, its components noted. Raises TypeError for what JSON has no word for."""
        origin, args = get_origin(kind), get_args(kind)
        if origin is Annotated:
            return self._annotated(args[0], args[1:])
        if is_typeddict(kind) or (isinstance(kind, type) and issubclass(kind, StrEnum)):
            return self._component(self._name_of(kind), kind)
        if kind is object:
            return {}
        if isinstance(kind, type) and kind in _PLAIN:
            return {"type": _PLAIN[kind]}
        if origin in (Union, types.UnionType):
            return _union([self.of(one) for one in args])
        if origin is Literal:
            return _choice(args)
        if origin in (list, dict, tuple):
            return self._many(origin, args)
        raise TypeError(f"JSON has no {kind!r}")

    def _many(self, origin: object, args: tuple[object, ...]) -> Json:
        if origin is list:
            return {"type": "array", "items": self.of(args[0])}
        if origin is dict:
            return {"type": "object", "additionalProperties": self.of(args[1]) or True}
        parts = [self.of(one) for one in args]
        return {"type": "array", "prefixItems": parts, "minItems": len(parts), "maxItems": len(parts)}

    def _annotated(self, kind: object, notes: tuple[object, ...]) -> Json:
        found = [one for one in notes if isinstance(one, Note)]
        name = next((one.name for one in found if one.name), "")
        if name:
            return self._component(name, kind)
        return self.of(kind) | {word: value for one in found for word, value in one.says}

    def _name_of(self, kind: Any) -> str:
        return self._names.get(kind) or str(kind.__name__)

    def _component(self, name: str, kind: object) -> Json:
        known = self._known.setdefault(name, kind)
        if known != kind:
            raise TypeError(f"two types are called {name}: {known!r} and {kind!r}; name one in openapi/names.py")
        if name not in self.components:
            self.components[name] = {}  # what it holds may hold it again
            self.components[name] = self._written(kind)
        return {"$ref": AT + name}

    def _written(self, kind: Any) -> Json:
        if is_typeddict(kind):
            return _told(kind) | self._object(kind)
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            return _told(kind) | {"type": "string", "enum": [str(one) for one in kind]}
        return self.of(kind)

    def _object(self, kind: Any) -> Json:
        hints = get_type_hints(kind, include_extras=True)
        marked = {name for name, hint in hints.items() if get_origin(hint) is NotRequired}
        fields = {name: self.of(get_args(hint)[0] if name in marked else hint) for name, hint in hints.items()}
        required = [name for name in fields if name not in marked | kind.__optional_keys__]
        return {
            "type": "object",
            "properties": fields,
            **({"required": required} if required else {}),
            "additionalProperties": False,
        }


def _told(kind: Any) -> Json:
    return {"description": " ".join(inspect.cleandoc(kind.__doc__).split())} if kind.__doc__ else {}


def _union(parts: list[Json]) -> Json:
    """Of a plain type and null, one type of both."""
    rest = [part for part in parts if part != {"type": "null"}]
    if len(rest) == len(parts) - 1 == 1 and isinstance(rest[0].get("type"), str) and "enum" not in rest[0]:
        return rest[0] | {"type": [rest[0]["type"], "null"]}
    return {"anyOf": parts}


def _choice(values: tuple[Any, ...]) -> Json:
    kind = {"type": _PLAIN[type(values[0])]}
    return kind | ({"const": values[0]} if len(values) == 1 else {"enum": list(values)})
