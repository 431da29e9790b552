"""What every node type is: it is entered, it may wait, and it says where the call can go from here.

A node is parsed from the script's YAML and never changes. It does no I/O: it returns a Turn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Protocol

from pydantic import BaseModel, ConfigDict, StringConstraints

from hotline.errors import ScriptError
from hotline.ivr.effects import Effect, Prompt
from hotline.ivr.session import Session
from hotline.ivr.waits import Answer, Wait

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]


class Words(Protocol):
    """What a node may ask of its script, in the caller's language."""

    @property
    def person(self) -> str:
        """The node that leads to a person."""

    @property
    def queue(self) -> str:
        """The queue where no other is named."""

    def prompt(self, name: str) -> Prompt:
        """A prompt by its name in the script."""

    def number(self, keys: str) -> str:
        """Keys as they are read out, one by one."""

    def title(self, node: str) -> str:
        """A node's title, "" where it has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What a node did: effects, then a wait, or the node to go on to; neither ends the run."""

    session: Session
    effects: tuple[Effect, ...] = ()
    wait: Wait | None = None
    to: str = ""


class Node(BaseModel):
    """One place in a script. title: a few words for the agent's screen."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str = ""

    def enter(self, session: Session, words: Words) -> Turn:
        """The caller comes here."""
        raise NotImplementedError

    def resume(self, session: Session, answer: Answer, words: Words) -> Turn:
        """The answer to this node's wait."""
        del answer, words
        raise ScriptError(f"{session.node} did not ask for anything")

    def targets(self) -> dict[str, str]:
        """Every node this one leads to, by field."""
        return {}

    def automatic(self) -> tuple[str, ...]:
        """Those of the targets that are reached without waiting for the caller: a ring of them would never end."""
        return ()

    def prompts(self) -> dict[str, str]:
        """Every prompt this node says, by field."""
        return {}
