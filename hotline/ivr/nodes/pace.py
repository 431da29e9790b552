"""The pace node: from here on slower, or as usual."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from hotline.ivr.effects import Pace
from hotline.ivr.nodes.node import Name, Node, Turn, Words
from hotline.ivr.session import Session


class PaceNode(Node):
    """Sets how fast the voice speaks for the rest of the call: slow or normal.

    ```yaml
    slower:
      type: pace
      pace: slow
      next: procedure
    ```
    """

    type: Literal["pace"]
    pace: Pace
    next: Name

    def enter(self, session: Session, words: Words) -> Turn:
        """Set it and go on."""
        del words
        return Turn(session=replace(session, pace=self.pace), effects=self.marked(session), to=self.next)

    def targets(self) -> dict[str, str]:
        """Where it goes on."""
        return {"next": self.next}

    def automatic(self) -> tuple[str, ...]:
        """It never waits."""
        return (self.next,)
