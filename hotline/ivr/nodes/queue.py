"""The queue node: to a person."""

from __future__ import annotations

from typing import ClassVar, Literal

from hotline.ivr.effects import Effect, Queue, Say
from hotline.ivr.nodes.node import Name, Node, Turn, Words
from hotline.ivr.session import Session


class QueueNode(Node):
    """Hands the caller over to people, after a prompt if there is one. Ends the script.

    ```yaml
    person:
      type: queue
      title: 人工服务
      prompt: to_person
    ```
    """

    is_end: ClassVar[bool] = True
    helps: ClassVar[bool] = True

    type: Literal["queue"]
    prompt: Name | None = None
    queue: Name | None = None
    skill: Name | None = None

    def enter(self, session: Session, words: Words) -> Turn:
        """Hand over."""
        said: tuple[Effect, ...] = (Say(parts=(words.prompt(self.prompt),)),) if self.prompt else ()
        return Turn(session=session, effects=(*said, self._onward(words)))

    def _onward(self, words: Words) -> Queue:
        return Queue(queue=self.queue or words.queue, skill=self.skill or "")

    def prompts(self) -> dict[str, str]:
        """Its words, if any."""
        return {"prompt": self.prompt} if self.prompt else {}
