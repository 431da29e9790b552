"""The whole document, of what the areas say and of the router with its handlers.

Rule: it is made of the router that serves: a route that nobody described is a gap, and a test wants none.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypedDict

from aiohttp import hdrs
from aiohttp.web import AbstractResource

from hotline import errors
from hotline.errors import HotlineError
from hotline.web.auth import COOKIE
from hotline.web.faults import STATUS
from hotline.web.openapi.areas import AREAS
from hotline.web.openapi.names import NAMES
from hotline.web.openapi.operations import File, Form, Messages, Operation
from hotline.web.openapi.schemas import AT, Json, Schemas

VERSION = "1"
"""Of the API: counted up when something that a client may rely on is taken away or changes its meaning."""
_NO_API = frozenset({"/api/{path}", "/{path}"})
"""What answers every address that nothing else answers: 404, and the pages."""
_JSON, _ANY = "application/json", "[^{}/]+"


class Refusal(TypedDict):
    """What went wrong. `code` is stable; `message` is for people; `details.fields`: by field what is wrong with it."""

    code: str
    message: str
    details: dict[str, object]


class Error(TypedDict):
    """The one shape of every error."""

    error: Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A route as the router has it. parameters: of the address, each with the pattern that it has to match."""

    method: str
    path: str
    handler: Callable[..., Any]
    parameters: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        """GET /api/tickets."""
        return f"{self.method} {self.path}"


def served(resources: Iterable[AbstractResource]) -> dict[str, Served]:
    """Every route by its name, but HEAD and what answers all other addresses."""
    found = {}
    for resource in resources:
        if resource.canonical in _NO_API:
            continue
        pattern = resource.get_info().get("pattern")
        parameters = tuple(re.findall(r"\(\?P<(\w+)>((?:[^()]|\([^()]*\))*)\)", pattern.pattern)) if pattern else ()
        for one in resource:
            if one.method != hdrs.METH_HEAD:
                route = Served(method=one.method, path=resource.canonical, handler=one.handler, parameters=parameters)
                found[route.name] = route
    return found


def described() -> dict[str, Operation]:
    """What the areas say, by the route's name. Raises ValueError where one is described twice."""
    found: dict[str, Operation] = {}
    for area in AREAS:
        for one in area.routes:
            if one.name in found:
                raise ValueError(f"{one.name} is described twice")
            found[one.name] = one
    return found


def document(resources: Iterable[AbstractResource]) -> Json:
    """The OpenAPI document of what is served and described."""
    schemas, paths = Schemas(NAMES), dict[str, Json]()
    routes, fault = served(resources), schemas.of(Error)
    for area in AREAS:
        for one in area.routes:
            if one.name in routes:
                told = _operation(one, routes[one.name], area.name, schemas)
                paths.setdefault(one.path, {})[one.method.lower()] = told
    return {
        "openapi": "3.1.0",
        "info": {"title": "Hotline", "version": VERSION, "description": "docs/api.md says how to read this."},
        "servers": [{"url": "/"}],
        "tags": [{"name": area.name, "description": area.about} for area in AREAS],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": dict(sorted(schemas.components.items())),
            "responses": _refusals(fault),
            "securitySchemes": {"session": {"type": "apiKey", "in": "cookie", "name": COOKIE}},
        },
    }


def schema_at(name: str) -> Json:
    """A component by name, to be looked up in a document."""
    return {"$ref": AT + name}


def _operation(one: Operation, route: Served, tag: str, schemas: Schemas) -> Json:
    summary, _, more = inspect.cleandoc(route.handler.__doc__ or "").partition("\n")
    module = route.handler.__module__.rpartition(".")[2]
    told: Json = {"operationId": f"{module}_{route.handler.__name__}", "tags": [tag], "summary": summary}
    if more.strip():
        told["description"] = " ".join(more.split())
    told["security"] = [{"session": []}] if one.who else []
    if one.who:
        told["x-roles"] = [str(role) for role in one.who]
    parameters = [*_in_path(one, route, schemas), *_parameters(one, schemas)]
    if parameters:
        told["parameters"] = parameters
    if one.body is not None:
        told["requestBody"] = {"required": True, "content": _content(one.body, schemas)}
    answers = {str(status): _answer(answer, schemas) for status, answer in sorted(one.answers.items())}
    faults = {str(fault): {"$ref": f"#/components/responses/{fault}"} for fault in sorted(one.faults)}
    told["responses"] = dict(sorted((faults | answers).items())) | {"5XX": {"$ref": "#/components/responses/5XX"}}
    return told


def _in_path(one: Operation, route: Served, schemas: Schemas) -> list[Json]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": schemas.of(one.names[name]) if name in one.names else _matching(pattern),
        }
        for name, pattern in route.parameters
    ]


def _matching(pattern: str) -> Json:
    """What the router lets through. pattern: a regular expression, or several words."""
    if re.fullmatch(r"[a-z]+(\|[a-z]+)+", pattern):
        return {"type": "string", "enum": pattern.split("|")}
    return {"type": "string"} if pattern == _ANY else {"type": "string", "pattern": f"^{pattern}$"}


def _parameters(one: Operation, schemas: Schemas) -> list[Json]:
    named = [("query", False, item) for item in one.query.items()]
    named += [("header", True, item) for item in one.headers.items()]
    return [
        {"name": name, "in": place, "required": must, "schema": schemas.of(kind)} for place, must, (name, kind) in named
    ]


def _answer(answer: object, schemas: Schemas) -> Json:
    if isinstance(answer, Messages):
        return {"description": "A websocket, on which is said:", "x-messages": schemas.of(answer.kind)}
    return {"description": "As asked for.", "content": _content(answer, schemas)}


def _content(kind: object, schemas: Schemas) -> Json:
    match kind:
        case File(types=types):
            return {one: {} for one in types}
        case Form():
            part = {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}}
            return {"multipart/form-data": {"schema": part | {"required": ["file"]}}}
        case _:
            return {_JSON: {"schema": schemas.of(kind)}}


def _refusals(fault: Json) -> Json:
    """Every status of a refusal with the codes that it comes with, of the table that makes it so."""
    codes: dict[int, set[str]] = {413: set()}
    for kind in (one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, HotlineError)):
        status = next((status for root, status in STATUS if issubclass(kind, root)), 500)
        codes.setdefault(status, set()).add(kind.code)
    told = {
        str(status): f"Refused: {', '.join(sorted(found) or [f'http-{status}'])} (docs/errors.md)."
        for status, found in sorted(codes.items())
        if status != 500
    }
    told["5XX"] = "The hotline, or what it stands on, could not do it; try again later (docs/errors.md)."
    return {status: {"description": words, "content": {_JSON: {"schema": fault}}} for status, words in told.items()}
