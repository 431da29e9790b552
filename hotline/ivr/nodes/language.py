"""The language node: from here on in another language."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from hotline.ivr.nodes.node import Name, Node, Turn, Words
from hotline.ivr.session import Session


class Language(Node):
    """Sets the language of the rest of the call: one of the script's `languages`.

    ```yaml
    in_english:
      type: language
      language: en
      next: main
    ```
    """

    type: Literal["language"]
    language: str
    next: Name

    def enter(self, session: Session, words: Words) -> Turn:
        """Set it and go on."""
        del words
        return Turn(
            session=replace(session, language=self.language, ears=""), effects=self.marked(session), to=self.next
        )

    def targets(self) -> dict[str, str]:
        """Where it goes on."""
        return {"next": self.next}

    def automatic(self) -> tuple[str, ...]:
        """It never waits."""
        return (self.next,)
