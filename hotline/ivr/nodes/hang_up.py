"""The hang_up node: goodbye."""

from __future__ import annotations

from typing import ClassVar, Literal

from hotline.ivr.effects import HangUp, Say
from hotline.ivr.nodes.node import Name, Node, Turn, Words
from hotline.ivr.session import Session


class HangUpNode(Node):
    """Says goodbye and puts the line down. Ends the script.

    ```yaml
    goodbye:
      type: hang_up
      prompt: goodbye
    ```
    """

    is_end: ClassVar[bool] = True

    type: Literal["hang_up"]
    prompt: Name

    def enter(self, session: Session, words: Words) -> Turn:
        """Say goodbye."""
        return Turn(session=session, effects=(Say(parts=(words.prompt(self.prompt),)), HangUp()))

    def prompts(self) -> dict[str, str]:
        """Its words."""
        return {"prompt": self.prompt}
