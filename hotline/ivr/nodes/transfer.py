"""The transfer node: to another telephone."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from hotline.errors import ScriptError
from hotline.ivr.effects import Effect, Mark, Say
from hotline.ivr.effects import Transfer as TransferEffect
from hotline.ivr.nodes.node import Name, Node, Turn, Words
from hotline.ivr.session import Session

LONGEST = 20  # digits of a telephone number


class Transfer(Node):
    """Connects the caller to a number, after a prompt if there is one; the queue where nobody answers. Ends the script.

    `number` is written here, or `part` names the part of what was found that holds its digits.

    ```yaml
    police:
      type: transfer
      title: 110
      prompt: connecting
      number: "110"
    ```
    """

    is_end: ClassVar[bool] = True
    helps: ClassVar[bool] = True

    type: Literal["transfer"]
    number: Annotated[str, StringConstraints(pattern=r"^[0-9]{3,20}$")] | None = None
    part: Name | None = None
    prompt: Name | None = None

    @model_validator(mode="after")
    def _one_number(self) -> Transfer:
        if (self.number is None) == (self.part is None):
            raise PydanticCustomError("number_or_part", "give either number or part")
        return self

    def enter(self, session: Session, words: Words) -> Turn:
        """Connect."""
        found = session.found.part(self.part) if session.found and self.part else ""
        number = self.number or "".join(key for key in found if key.isascii() and key.isdigit())
        if not 3 <= len(number) <= LONGEST:
            raise ScriptError(f"{session.node} has no number to connect to")
        name = self.title or (session.found.title if session.found and self.part else number)
        said: tuple[Effect, ...] = (Say(parts=(words.prompt(self.prompt),)),) if self.prompt else ()
        mark = Mark(node=session.node, pressed="", heard=name)
        return Turn(session=session, effects=(mark, *said, TransferEffect(number=number, name=name)))

    def prompts(self) -> dict[str, str]:
        """Its words, if any."""
        return {"prompt": self.prompt} if self.prompt else {}
