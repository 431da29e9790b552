"""The go_to node: on in another script."""

from __future__ import annotations

from typing import ClassVar, Literal

from hotline.ivr.nodes.node import Name, Node, ScriptName, Turn, Words
from hotline.ivr.session import Session


class GoTo(Node):
    """Goes on at another script's entry, with the caller's language, pace and slots. Ends this script.

    ```yaml
    directory:
      type: go_to
      title: 政务查询
      script: "114"
      entry: menu
    ```
    """

    is_end: ClassVar[bool] = True
    helps: ClassVar[bool] = True

    type: Literal["go_to"]
    script: ScriptName
    entry: Name = "start"

    def enter(self, session: Session, words: Words) -> Turn:
        """Leave."""
        del words
        return Turn(session=session, effects=self.marked(session), go_to=(self.script, self.entry))
