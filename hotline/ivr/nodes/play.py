"""The play node: a recorded file."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from pydantic import StringConstraints

from hotline.ivr.effects import Prompt, Say
from hotline.ivr.nodes.node import Name, Node, Turn, Words
from hotline.ivr.session import Session

FileName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*\.wav$")]


class Play(Node):
    """Plays a file of ivr_scripts/recorded and goes on; a voice says `text` where the file is gone. # plays it again.

    The file is 8 kHz, 16 bit, mono. `text` names a prompt.

    ```yaml
    notice:
      type: play
      file: notice.wav
      text: notice
      next: main
    ```
    """

    type: Literal["play"]
    file: FileName
    text: Name
    next: Name

    def enter(self, session: Session, words: Words) -> Turn:
        """Play it."""
        part = Prompt(name=self.file.removesuffix(".wav"), text=words.prompt(self.text).text)
        session = replace(session, teller=session.teller or session.node)
        return Turn(session=session, effects=(*self.marked(session), Say(parts=(part,))), to=self.next)

    def targets(self) -> dict[str, str]:
        """Where it goes on."""
        return {"next": self.next}

    def automatic(self) -> tuple[str, ...]:
        """It never waits."""
        return (self.next,)

    def prompts(self) -> dict[str, str]:
        """What a voice says instead."""
        return {"text": self.text}
