"""Which nodes stories walk, and in which ways they fail there: the nodes of a script, each of which says so.

Rule: a way counts only where a caller of a story really came to it; a node that stands in a script counts for nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

from hotline.answering.lookups import LookUps
from hotline.errors import ScriptError, StorageError
from hotline.ivr.answers import Failure
from hotline.ivr.nodes.asking import Asking
from hotline.ivr.nodes.choose import Choose
from hotline.ivr.nodes.listen import ListenNode
from hotline.ivr.nodes.look_up import LookUpNode
from hotline.ivr.nodes.node import Node, Turn, Words
from hotline.ivr.nodes.suggest import Suggest
from hotline.ivr.nodes.transfer import Transfer
from hotline.ivr.script import Script
from hotline.ivr.session import Session
from hotline.ivr.waits import Answer, Item, LookUpKind, NotHeard, Why

ENTERED = "entered"
WRONG, SILENT = "a wrong key", "a silence"
TOO_WRONG, TOO_SILENT = "too many wrong keys", "too many silences"
UNCLEAR, DEAF = "not understood", "the ear is lost"
NO_LOOK_UP, NO_WAY_OUT = "the look-up failed", "the apology"
LED_TO = ("nothing", "missing", "failing")
"""The fields that say where a failure leads."""


def ways_of(kind: type[Node]) -> set[str]:
    """How it goes with a node of this type: that a caller comes to it, and every way in which it fails."""
    ways = {ENTERED, *(name for name in LED_TO if name in kind.model_fields)}
    if issubclass(kind, Asking):
        ways |= {WRONG, SILENT, TOO_WRONG, TOO_SILENT}
    if issubclass(kind, ListenNode | Suggest):
        ways |= {UNCLEAR, DEAF}
    if issubclass(kind, Choose | LookUpNode | Suggest):
        ways.add(NO_LOOK_UP)
    if "failing" in kind.model_fields or kind is Transfer:
        ways.add(NO_WAY_OUT)
    return ways


@dataclass(slots=True)
class Walked:
    """What stories came to: the type of a node, and the way. here: the type of the node entered last."""

    ways: set[tuple[str, str]] = field(default_factory=set)
    here: str = ""
    _scripts: dict[str, Script] = field(default_factory=dict)
    _kinds: dict[type[Node], type[Node]] = field(default_factory=dict)

    def scripts(self, scripts: Mapping[str, Script]) -> dict[str, Script]:
        """The same, whose nodes note what happens at them."""
        for name, script in scripts.items():
            if name not in self._scripts:
                nodes = {each: self._noting(node) for each, node in script.nodes.items()}
                self._scripts[name] = replace(script, nodes=nodes)
        return {name: self._scripts[name] for name in scripts}

    def note(self, way: str) -> None:
        """It happened at the node entered last."""
        self.ways.add((self.here, way))

    def _noting(self, node: Node) -> Node:
        kind = self._kinds.get(type(node)) or self._noted(type(node))
        self._kinds[type(node)] = kind
        return kind.model_validate(node.model_dump(by_alias=True))

    def _noted(self, kind: type[Node]) -> type[Node]:
        walked = self

        def enter(self: Any, session: Session, words: Words) -> Turn:
            walked.here = self.type
            walked.note(ENTERED)
            try:
                turn = cast("Turn", kind.enter(self, session, words))
            except ScriptError:
                walked.note(NO_WAY_OUT)
                raise
            for way in _led(self, turn):
                walked.note(way)
            return turn

        def resume(self: Any, session: Session, answer: Answer, words: Words) -> Turn:
            walked.here = self.type
            try:
                turn = cast("Turn", kind.resume(self, session, answer, words))
            except ScriptError:
                walked.note(NO_WAY_OUT)
                raise
            for way in _ways(self, session, answer, turn):
                walked.note(way)
            return turn

        return cast("type[Node]", type(kind)(kind.__name__, (kind,), {"enter": enter, "resume": resume}))


def _led(node: Any, turn: Turn) -> set[str]:
    """The fields by which the call is led on because something is not there."""
    return {name for name in LED_TO if turn.to and turn.to == getattr(node, name, None)}


def _ways(node: Any, before: Session, answer: Answer, turn: Turn) -> set[str]:
    """What went wrong with this answer."""
    ways: set[str] = set()
    if turn.session.wrongs > before.wrongs:
        ways.add(TOO_WRONG if turn.session.wrongs >= node.tries else WRONG)
    if turn.session.silences > before.silences:
        ways.add(TOO_SILENT if turn.session.silences >= node.silences else SILENT)
    if isinstance(answer, NotHeard) and answer.why is not Why.SILENCE:
        ways.add(UNCLEAR if answer.why is Why.UNCLEAR else DEAF)
    failed = isinstance(answer, Failure)  # what fails may lead where something else does too
    return ways | {name for name in _led(node, turn) if failed or name != "failing"}


@dataclass(frozen=True, slots=True)
class FailingBooks:
    """Implements LookUps as these books do, but for the kinds that cannot be looked up."""

    books: LookUps
    cannot: frozenset[str]
    walked: Walked

    async def find(
        self, kind: LookUpKind, keys: str, *, within: str = "", language: str = "", caller: str = ""
    ) -> tuple[Item, ...]:
        """What the books find. Raises StorageError for what cannot be looked up."""
        if kind in self.cannot:
            self.walked.note(NO_LOOK_UP)
            raise StorageError
        return await self.books.find(kind, keys, within=within, language=language, caller=caller)
