"""The next node: what comes after the thing found, in its list."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from hotline.ivr.effects import Mark
from hotline.ivr.nodes.node import Name, Node, Turn, Words
from hotline.ivr.session import Session


class NextNode(Node):
    """Takes what follows the thing found in the list that it was chosen from, and goes on as if that had been chosen.

    `nothing` is for the last of a list, and for what was found otherwise: by its code, or by what was said.

    ```yaml
    next_procedure:
      type: next
      title: 下一项
      next: procedure
      nothing: no_next
    ```
    """

    type: Literal["next"]
    next: Name
    nothing: Name

    def enter(self, session: Session, words: Words) -> Turn:
        """Take it."""
        del words
        after = session.items.index(session.found) + 1 if session.found in session.items else len(session.items)
        following = session.items[after] if after < len(session.items) else None
        mark = Mark(node=session.node, pressed="", heard=following.title if following else "")
        if following is None:
            return Turn(session=session, effects=(mark,), to=self.nothing)
        return Turn(session=replace(session, found=following), effects=(mark,), to=self.next)

    def targets(self) -> dict[str, str]:
        """Where it is told, and where there is none."""
        return {"next": self.next, "nothing": self.nothing}

    def automatic(self) -> tuple[str, ...]:
        """The caller is not asked."""
        return (self.next, self.nothing)
