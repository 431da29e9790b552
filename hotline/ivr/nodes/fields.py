"""The fields node: what was found, essentials first, then each of its parts on its own key."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from hotline.errors import ScriptError
from hotline.ivr.effects import Mark, Say, SayPart, Text, Told
from hotline.ivr.nodes.asking import BACK_KEY, Asking
from hotline.ivr.nodes.node import Name, Turn, Words
from hotline.ivr.session import Session
from hotline.ivr.waits import Answer, Digits, DigitsAnswer

MORE_KEY = "9"


class Fields(Asking):
    """Reads the essentials of what was found, then offers its parts: the first in `parts` on key 1, up to key 8.

    A part keeps its key; those that are empty are not offered. # says once more what was told last, 9 leads to `more`.
    `parts` names for each part the prompt that calls it by name, `item` is a line of the offer with {title} and {key};
    `prompt` is said after the offer, `after` after a part, where the offer is not said again. A part in `leads` is
    nothing to be told: its key leads on to that node. * leads back to the list that it was chosen from, and to `back`
    where it was found otherwise: by its code, by what was said, or alone.

    ```yaml
    procedure:
      type: fields
      title: 事项说明
      parts:
        department: part_department
        conditions: part_conditions
        process: part_process
        materials: part_materials
        time_limit: part_time_limit
        fee: part_fee
        forms: part_forms
        legal_basis: part_legal_basis
      item: item
      prompt: procedure_more
      after: procedure_after
      wrong: wrong
      more: procedure_ways
      back: categories
    ```
    """

    type: Literal["fields"]
    parts: Annotated[dict[Name, Name], Field(min_length=1, max_length=8)]
    leads: dict[Name, Name] = Field(default_factory=dict)
    item: Name
    after: Name
    more: Name

    @field_validator("leads")
    @classmethod
    def _of_the_parts(cls, leads: dict[Name, Name], info: ValidationInfo) -> dict[Name, Name]:
        parts = info.data.get("parts", leads)
        for name in leads.keys() - parts.keys():
            given = {"given": name, "choices": ", ".join(parts)}
            raise PydanticCustomError("one_of", "{given} must be one of {choices}", given)
        return leads

    @property
    def told(self) -> tuple[str, ...]:
        """The parts that are read out."""
        return tuple(name for name in self.parts if name not in self.leads)

    def enter(self, session: Session, words: Words) -> Turn:
        """Read the essentials, and offer the rest."""
        if session.found is None:
            raise ScriptError(f"{session.node} has nothing to tell")
        turn = self._told(session, words)
        return replace(turn, effects=(Told(kind=session.found.kind, code=session.found.code), *turn.effects))

    def question(self, session: Session, words: Words) -> tuple[SayPart, ...]:
        """After the essentials all that can be heard, after a part one sentence."""
        if session.part:
            return (words.prompt(self.after),)
        line = words.prompt(self.item).text
        offered = tuple(
            Text(text=line.replace("{key}", words.number(key)).replace("{title}", words.prompt(self.parts[name]).text))
            for key, name in self._offer(session).items()
        )
        return (*offered, words.prompt(self.prompt))

    def digits(self, session: Session) -> Digits:
        """One key."""
        del session
        return Digits(max=1, timeout=self.timeout, finish="")

    def resume(self, session: Session, answer: Answer, words: Words) -> Turn:
        """A part, a way on, or what every question has."""
        if not isinstance(answer, DigitsAnswer):
            raise ScriptError(f"{session.node} asked for a key")
        keys = answer.keys
        name = self._offer(session).get(keys, "")
        if name in self.leads:
            return self.chosen(session, keys, words.prompt(self.parts[name]).text, self.leads[name])
        if name:
            told = self._told(replace(session, part=name, wrongs=0, silences=0), words)
            mark = Mark(node=session.node, pressed=keys, heard=words.prompt(self.parts[name]).text)
            return replace(told, effects=(mark, *told.effects))
        if keys == MORE_KEY:
            return self.chosen(session, keys, words.title(self.more), self.more)
        if keys == BACK_KEY and session.trail:
            node, there = session.back_in_list()
            return self.chosen(there, keys, words.title(node), node)
        return self.common_key(session, keys, words) or self.again(session, keys, words)

    def repeated(self, session: Session, words: Words) -> Turn:
        """What was told last."""
        return self._told(session, words)

    def _told(self, session: Session, words: Words) -> Turn:
        found = session.found
        text = "" if found is None else found.part(session.part) if session.part else found.spoken or found.title
        said = (Text(text=text), *self.question(session, words))
        return Turn(session=session, effects=(Say(parts=said),), wait=self.digits(session))

    def _offer(self, session: Session) -> dict[str, str]:
        """The parts that are not empty, by key."""
        found = session.found
        return {str(place): name for place, name in enumerate(self.parts, 1) if found and found.part(name)}

    def targets(self) -> dict[str, str]:
        """More, and the parts that lead on."""
        return {**super().targets(), "more": self.more, **{f"leads.{name}": to for name, to in self.leads.items()}}

    def prompts(self) -> dict[str, str]:
        """The names of the parts too."""
        names = {f"parts.{name}": prompt for name, prompt in self.parts.items()}
        return {**super().prompts(), "after": self.after, **names}

    def templates(self) -> dict[str, str]:
        """A line of the offer."""
        return {"item": self.item}
