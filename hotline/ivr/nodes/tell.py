"""The tell node: what was found, read out."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from hotline.errors import ScriptError
from hotline.ivr.effects import Say, Text, Told
from hotline.ivr.nodes.node import Name, Node, Turn, Words
from hotline.ivr.session import Session


class Tell(Node):
    """Reads what was last chosen or looked up, and goes on; # in the question that follows reads it again.

    `part` reads one part of it only; `missing` is where the call goes on when that is empty.

    ```yaml
    department:
      type: tell
      title: 部门信息
      next: department_after
    ```
    """

    type: Literal["tell"]
    next: Name
    part: Name | None = None
    missing: Name | None = None

    def enter(self, session: Session, words: Words) -> Turn:
        """Read it."""
        del words
        if session.found is None:
            raise ScriptError(f"{session.node} has nothing to tell")
        told = session.found.part(self.part) if self.part else session.found.spoken or session.found.title
        if not told:
            return Turn(session=session, to=self.missing or self.next)
        effects = (Told(kind=session.found.kind, code=session.found.code), Say(parts=(Text(text=told),)))
        session = replace(session, teller=session.teller or session.node)
        return Turn(session=session, effects=effects, to=self.next)

    def targets(self) -> dict[str, str]:
        """Where it goes on."""
        return {"next": self.next} | ({"missing": self.missing} if self.missing else {})

    def automatic(self) -> tuple[str, ...]:
        """It never waits."""
        return tuple(self.targets().values())
