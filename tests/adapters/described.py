"""Holds everything that goes through the tests' web server against the API's own description.

An answer with a field that nobody described, a status, a query or a body that is not in the description, a message of
the live websocket of another shape: each is told when the server is closed, with where to write it.
"""

from __future__ import annotations

import functools
import json
from datetime import date, datetime
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import best_match

from hotline.web.faults import Handler
from hotline.web.openapi.document import schema_at, served
from hotline.web.openapi.written import all_routes, whole

WHERE = "describe it in hotline/web/openapi/ (docs/api.md), then run `hotline openapi`"
_LONGEST = 400  # characters of a fault
_JSON = "application/json"
FORMATS = FormatChecker(formats=())


@FORMATS.checks("date-time", raises=ValueError)
def _is_moment(value: object) -> bool:
    """ISO 8601 with its zone."""
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


@FORMATS.checks("date", raises=ValueError)
def _is_day(value: object) -> bool:
    return not isinstance(value, str) or bool(date.fromisoformat(value))


@functools.cache
def described() -> dict[str, Any]:
    """The description of this checkout."""
    told: dict[str, Any] = json.loads(whole())
    return told


@functools.cache
def validator(schema: str) -> Draft202012Validator:
    """What holds values against a schema, as JSON text, of the description."""
    told = json.loads(schema) | {"components": described()["components"]}
    return Draft202012Validator(told, format_checker=FORMATS)


def fault_of(schema: dict[str, Any], value: object) -> str:
    """What is wrong with a value, "" for nothing."""
    wrong = best_match(validator(json.dumps(schema)).iter_errors(value))
    return f"{wrong.json_path}: {wrong.message[:_LONGEST]}" if wrong is not None else ""


@functools.cache
def _known() -> frozenset[str]:
    return frozenset(served(all_routes().resources()))


class Witness:
    """What was seen that is not described."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def note(self, what: str, fault: str) -> None:
        """One line a fault, however often it is seen."""
        told = f"{what}: {fault}"
        if fault and told not in self.faults:
            self.faults.append(told)

    def check(self) -> None:
        """Raises AssertionError with every fault."""
        assert not self.faults, "\n".join([WHERE, *self.faults])

    def middleware(self) -> Any:
        """See what an application is asked and answers."""

        @web.middleware
        async def witness(request: web.Request, handler: Handler) -> web.StreamResponse:
            response = await handler(request)
            resource = request.match_info.route.resource
            name = f"{request.method} {resource.canonical if resource else request.path}"
            if request.method == "HEAD" or not request.path.startswith(("/api/", "/health/")):
                return response
            told = json.loads(response.body) if _has_json(response) else None  # type: ignore[attr-defined]
            if name not in _known():
                self.note(name, fault_of(schema_at("Error"), told) if response.status >= 400 else "no such route")
                return response
            method, _, path = name.partition(" ")
            operation = described()["paths"][path][method.lower()]
            self.note(f"{name} answered {response.status}", _answer_fault(operation, response, told))
            if response.status < 300 and response.status != 101:
                self.note(f"{name} was asked", await _question_fault(operation, request))
            return response

        return witness

    def socket(self) -> type[aiohttp.ClientWebSocketResponse]:
        """A client's websocket, whose messages are seen."""
        note = self.note

        class Seen(aiohttp.ClientWebSocketResponse):
            async def receive(self, timeout: float | None = None) -> Any:
                message = await super().receive(timeout)
                if message.type is aiohttp.WSMsgType.TEXT:
                    told = json.loads(message.data)
                    note(f"/api/live told {told.get('type')}", fault_of(_message(told), told))
                return message

        return Seen


async def witnessed(app: web.Application) -> tuple[TestClient[Any, Any], Witness]:
    """A client of this application, begun, and who sees all that goes between them."""
    witness = Witness()
    app.middlewares.insert(0, witness.middleware())
    client: TestClient[Any, Any] = TestClient(TestServer(app), ws_response_class=witness.socket())
    await client.start_server()
    return client, witness


def _message(told: dict[str, Any]) -> dict[str, Any]:
    """The schema of this message's type: a fault of all of them together says nothing."""
    kinds = described()["components"]["schemas"]
    for one in kinds["LiveMessage"]["anyOf"]:
        if kinds[one["$ref"].rpartition("/")[2]]["properties"]["type"]["const"] == told.get("type"):
            found: dict[str, Any] = one
            return found
    return schema_at("LiveMessage")


def _has_json(response: web.StreamResponse) -> bool:
    return isinstance(response, web.Response) and response.content_type == _JSON


def _answer_fault(operation: dict[str, Any], response: web.StreamResponse, told: object) -> str:
    status, answers = str(response.status), operation["responses"]
    answer = answers.get(status) or (answers["5XX"] if status.startswith("5") else None)
    if answer is None:
        return f"no such status among {', '.join(answers)}"
    if "$ref" in answer:
        answer = described()["components"]["responses"][answer["$ref"].rpartition("/")[2]]
    content = answer.get("content", {})
    if not content:
        return ""
    kind = response.content_type
    if kind not in content and "*/*" not in content:
        return f"no such content as {kind}"
    schema = content.get(kind, {}).get("schema")
    return fault_of(schema, told) if schema else ""


async def _question_fault(operation: dict[str, Any], request: web.Request) -> str:
    """Of what was taken: the query's names and the body."""
    given = {one["name"]: one["schema"] for one in operation.get("parameters", ()) if one["in"] == "query"}
    if strange := sorted(set(request.query) - set(given)):
        return f"no such query as {', '.join(strange)}"
    for name, value in request.query.items():
        if value and (fault := fault_of(given[name], value)):
            return f"query {name} {fault}"
    schema = operation.get("requestBody", {}).get("content", {}).get(_JSON, {}).get("schema")
    text = await request.text() if request.content_type == _JSON else ""  # the handler has read it: it is kept
    if not text:
        return ""
    body = json.loads(text)
    if schema is None:
        return "" if body in ({}, None) else "no body is described"
    return fault_of(schema, body)
