"""The say node: words, then on."""

from __future__ import annotations

from typing import Literal

from hotline.ivr.effects import Effect, Mark, Say
from hotline.ivr.nodes.node import Name, Node, Turn, Words
from hotline.ivr.session import Session


class SayNode(Node):
    """Says a prompt and goes on. With a title it is marked in the call's history.

    ```yaml
    ticket_missing:
      type: say
      prompt: ticket_missing
      next: ticket_number
    ```
    """

    type: Literal["say"]
    prompt: Name
    next: Name

    def enter(self, session: Session, words: Words) -> Turn:
        """Say it."""
        mark: tuple[Effect, ...] = (Mark(node=session.node, pressed="", heard=self.title),) if self.title else ()
        return Turn(session=session, effects=(*mark, Say(parts=(words.prompt(self.prompt),))), to=self.next)

    def targets(self) -> dict[str, str]:
        """Where it goes on."""
        return {"next": self.next}

    def automatic(self) -> tuple[str, ...]:
        """It never waits."""
        return (self.next,)

    def prompts(self) -> dict[str, str]:
        """Its words."""
        return {"prompt": self.prompt}
