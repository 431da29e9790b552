"""The tell node: what was found, read out."""

from __future__ import annotations

from typing import Literal

from hotline.errors import ScriptError
from hotline.ivr.effects import Say, Text
from hotline.ivr.nodes.node import Name, Node, Turn, Words
from hotline.ivr.session import Session


class Tell(Node):
    """Reads what was last chosen or looked up, and goes on; come back to it and it is read again.

    ```yaml
    department:
      type: tell
      title: 部门信息
      next: department_after
    ```
    """

    type: Literal["tell"]
    next: Name

    def enter(self, session: Session, words: Words) -> Turn:
        """Read it."""
        del words
        if session.found is None:
            raise ScriptError(f"{session.node} has nothing to tell")
        told = Say(parts=(Text(text=session.found.spoken or session.found.title),))
        return Turn(session=session, effects=(told,), to=self.next)

    def targets(self) -> dict[str, str]:
        """Where it goes on."""
        return {"next": self.next}

    def automatic(self) -> tuple[str, ...]:
        """It never waits."""
        return (self.next,)
