"""The look_up node: one thing asked for by its number."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from hotline.errors import ScriptError
from hotline.ivr.effects import Mark
from hotline.ivr.nodes.node import Name, Node, Turn, Words
from hotline.ivr.session import Session
from hotline.ivr.waits import LISTS, Answer, Found, LookUp, LookUpKind


def _one(kind: LookUpKind) -> LookUpKind:
    if kind in LISTS:
        raise PydanticCustomError("one_kind", "{kind} is a list; choose reads it", {"kind": str(kind)})
    return kind


class LookUpNode(Node):
    """Looks up the one thing whose number is in a slot; a tell or fields node says what was found.

    `kind`: ticket, application, department_code, procedure_code, question_code, bulletin_code or village_code.
    `within`: the slot with the query code of a ticket. `into`: the slot that keeps the code of what was found.

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
    kind: Annotated[LookUpKind, AfterValidator(_one)]
    of: Name
    within: Name | None = None
    into: Name | None = None
    found: Name
    missing: Name

    def enter(self, session: Session, words: Words) -> Turn:
        """Ask."""
        keys, patience = session.slot(self.of), words.prompt("patience")
        within = session.slot(self.within or "")
        wait = LookUp(kind=self.kind, keys=keys, within=within, language=session.language, patience=patience)
        return Turn(session=session.with_found(None), wait=wait)

    def resume(self, session: Session, answer: Answer, words: Words) -> Turn:
        """Keep what was found and go on."""
        del words
        if not isinstance(answer, Found):
            raise ScriptError(f"{session.node} asked for a look-up")
        item = answer.items[0] if answer.items else None
        mark = Mark(node=session.node, pressed=session.slot(self.of), heard=item.title if item else "")
        to = self.found if item else self.missing
        if item:
            session = session.with_slot(self.into or "", item.code)
        return Turn(session=replace(session.with_found(item), items=()), effects=(mark,), to=to)

    def targets(self) -> dict[str, str]:
        """Found, and not found."""
        return {"found": self.found, "missing": self.missing}

    def automatic(self) -> tuple[str, ...]:
        """A look-up asks the hotline's own books, not the caller."""
        return (self.found, self.missing)
