"""What every node type is: it is entered, it may wait, and it says where the call can go from here.

A node is parsed from the script's YAML and never changes. It does no I/O: it returns a Turn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Protocol

from pydantic import BaseModel, ConfigDict, StringConstraints

from hotline.errors import ScriptError
from hotline.ivr.effects import Effect, Mark, Prompt
from hotline.ivr.session import Session
from hotline.ivr.waits import Answer, Wait

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Key = Annotated[str, StringConstraints(pattern=r"^[1-9]$")]
ScriptName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$")]


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
    """What a node did: effects, then a wait, or the node to go on to; neither ends the run.

    go_to: the script and its entry where the call goes on, where it ends in this one; it is no node, so `to` is empty.
    """

    session: Session
    effects: tuple[Effect, ...] = ()
    wait: Wait | None = None
    to: str = ""
    go_to: tuple[str, str] | None = None


class Node(BaseModel):
    """One place in a script. title: a few words for the agent's screen."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    is_menu: ClassVar[bool] = False  # counts for the depth and the choices of menus
    is_end: ClassVar[bool] = False  # the run ends here
    asks: ClassVar[bool] = False  # the caller can press 0 here
    helps: ClassVar[bool] = False  # a person, or another line, takes over here
    fills: ClassVar[tuple[str, ...]] = ("{title}", "{key}")  # what every template of this node has

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
        """Those of the targets that are reached though the caller does nothing: a ring of them would never end."""
        return ()

    def prompts(self) -> dict[str, str]:
        """Every prompt this node says, by field."""
        return {}

    def templates(self) -> dict[str, str]:
        """Every prompt of this node in which {title} and {key} (see `fills`) are filled, by field."""
        return {}

    def marked(self, session: Session) -> tuple[Effect, ...]:
        """With a title the node is marked in the call's history."""
        return (Mark(node=session.node, pressed="", heard=self.title),) if self.title else ()
