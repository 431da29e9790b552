"""The look_up node: one thing asked for by its number."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from hotline.errors import ScriptError
from hotline.ivr.effects import Mark
from hotline.ivr.nodes.node import Name, Node, Turn, Words
from hotline.ivr.session import Session
from hotline.ivr.waits import Answer, Found, LookUp


class LookUpNode(Node):
    """Looks up the ticket whose number is in a slot; a tell node says what was found.

    ```yaml
    ticket_progress:
      type: look_up
      title: 工单进度
      kind: ticket
      of: ticket
      found: ticket_told
      missing: ticket_missing
    ```
    """

    type: Literal["look_up"]
    kind: Literal["ticket", "department", "procedure"]
    of: Name
    found: Name
    missing: Name

    def enter(self, session: Session, words: Words) -> Turn:
        """Ask."""
        wait = LookUp(kind=self.kind, keys=session.slot(self.of), patience=words.prompt("patience"))
        return Turn(session=replace(session, found=None), wait=wait)

    def resume(self, session: Session, answer: Answer, words: Words) -> Turn:
        """Keep what was found and go on."""
        del words
        if not isinstance(answer, Found):
            raise ScriptError(f"{session.node} asked for a look-up")
        item = answer.items[0] if answer.items else None
        mark = Mark(node=session.node, pressed=session.slot(self.of), heard=item.title if item else "")
        to = self.found if item else self.missing
        return Turn(session=replace(session, found=item), effects=(mark,), to=to)

    def targets(self) -> dict[str, str]:
        """Found, and not found."""
        return {"found": self.found, "missing": self.missing}

    def automatic(self) -> tuple[str, ...]:
        """A look-up asks the hotline's own books, not the caller."""
        return (self.found, self.missing)
