"""What is said of a route beside its handler's docstring: who may ask, with what, and what is answered.

Rule: a status that a route answers is named here; what the address, the body and the role bring with them is added.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, TypedDict

from hotline.accounts.model import Role
from hotline.web.auth import ANSWERING, EVERYBODY
from hotline.web.openapi.schemas import note

__all__ = ["ANSWERING", "EVERYBODY", "Area", "Empty", "File", "Form", "Messages", "Operation", "route"]

Key = Annotated[str, note("Names this one act: sent again it is done once.", minLength=8, maxLength=100)]
Limit = Annotated[str, note("How many, 1 to 200.", pattern="^[0-9]{1,3}$")]
After = Annotated[str, note("The `next` of the page before.")]
Flag = Annotated[str, note("1 for yes.")]


class Empty(TypedDict):
    """Done; there is nothing to tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """Bytes, no JSON. types: the media types that are sent."""

    types: tuple[str, ...] = ("application/octet-stream",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A file as multipart/form-data, in the part `file`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Messages:
    """A websocket. kind: the type of what is said on it, each message one JSON text."""

    kind: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One route. answers: by status a type or a File; who: nobody named is anybody, signed in or not.

    names, query, headers: what stands in the address, behind it, with it; faults: statuses of refusals, each with the
    one shape of an error.
    """

    method: str
    path: str
    answers: Mapping[int, object]
    who: tuple[Role, ...] = ()
    body: object = None
    names: Mapping[str, object] = field(default_factory=dict)
    query: Mapping[str, object] = field(default_factory=dict)
    headers: Mapping[str, object] = field(default_factory=dict)
    faults: frozenset[int] = frozenset()

    @property
    def name(self) -> str:
        """As the documentation and the tests call it: GET /api/tickets."""
        return f"{self.method} {self.path}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """What belongs together. name: the tag; about: one sentence."""

    name: str
    about: str
    routes: tuple[Operation, ...]


def route(
    name: str,
    answer: object = Empty,
    *,
    status: int = 200,
    who: Iterable[Role] = (),
    body: object = None,
    query: Mapping[str, object] | None = None,
    headers: Mapping[str, object] | None = None,
    faults: Iterable[int] = (),
) -> Operation:
    """A route. name: "GET /api/tickets/{number}", as the router writes it; answer: a type, a File, or both by status.

    query: by name, what is asked behind the address, or in it where the address has the name ({kind}); faults: refusals
    beside 401 and 403 of whoever signs in, 404 of an address with a name in it, and 422 of a body or a query.
    """
    method, _, path = name.partition(" ")
    allowed, given = tuple(who), query or {}
    names = {name: kind for name, kind in given.items() if f"{{{name}}}" in path}
    asked = {name: kind for name, kind in given.items() if name not in names}
    brought = {
        401: bool(allowed),
        403: bool(allowed) or method != "GET",
        404: "{" in path,
        413: body is not None,
        422: body is not None or bool(asked) or bool(headers),
    }
    return Operation(
        method=method,
        path=path,
        answers=answer if isinstance(answer, Mapping) else {status: answer},
        who=allowed,
        body=body,
        names=names,
        query=asked,
        headers=headers or {},
        faults=frozenset(faults) | {one for one, brings in brought.items() if brings},
    )
