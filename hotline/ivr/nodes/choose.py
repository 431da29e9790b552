"""The choose node: a list read page by page, one of it chosen by its number."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field

from hotline.errors import ScriptError
from hotline.ivr.effects import SayPart, Text
from hotline.ivr.nodes.asking import BACK_KEY, PERSON_KEY, Asking
from hotline.ivr.nodes.node import Name, Turn, Words
from hotline.ivr.session import Session
from hotline.ivr.waits import Answer, Digits, DigitsAnswer, Found, Item, LookUp

NEXT_PAGE = "#"


class Choose(Asking):
    """Looks a list up and reads it. An item keeps its number on every page, and it can be keyed before it is read.

    Up to nine items have one digit, up to 89 two (from 11), beyond that three: none begins with 0. `of` names the slot
    whose code narrows the list, `into` the slot that keeps the code of what was chosen, `nothing` is for an empty
    list; the prompt in `item` has {title} and {key}.

    ```yaml
    departments:
      type: choose
      title: 部门查询
      list: department
      prompt: departments
      item: item
      more: more
      wrong: wrong
      page: 5
      next: department
      nothing: list_empty
      back: main
    ```
    """

    type: Literal["choose"]
    list: Literal["department", "category", "procedure"]
    item: Name
    more: Name
    next: Name
    nothing: Name
    of: Name | None = None
    into: Name | None = None
    page: Annotated[int, Field(ge=2, le=9)] = 5

    def enter(self, session: Session, words: Words) -> Turn:
        """Ask for the list."""
        wait = LookUp(kind=self.list, keys=session.slot(self.of or ""), patience=words.prompt("patience"))
        return Turn(session=replace(session, items=(), page=0), wait=wait)

    def question(self, session: Session, words: Words) -> tuple[SayPart, ...]:
        """The page: on the first the question too."""
        first = session.page * self.page
        line = words.prompt(self.item).text
        lines = tuple(
            Text(text=line.replace("{title}", item.title).replace("{key}", words.number(item.key)))
            for item in session.items[first : first + self.page]
        )
        intro = (words.prompt(self.prompt),) if not session.page else ()
        more = (words.prompt(self.more),) if len(session.items) > self.page else ()
        return (*intro, *lines, *more)

    def digits(self, session: Session) -> Digits:
        """As many keys as the numbers have; 0, # and * are answers by themselves."""
        width = max(len(item.key) for item in session.items)
        return Digits(max=width, timeout=self.timeout, finish="", at_once=PERSON_KEY + NEXT_PAGE + BACK_KEY)

    def resume(self, session: Session, answer: Answer, words: Words) -> Turn:
        """The list came, or a key."""
        if isinstance(answer, Found):
            session = replace(session, items=numbered(answer.items))
            return self.ask(session, words) if session.items else Turn(session=session, to=self.nothing)
        if not isinstance(answer, DigitsAnswer):
            raise ScriptError(f"{session.node} asked for a key")
        keys = answer.keys
        for item in session.items:
            if keys == item.key:
                kept = replace(session.with_slot(self.into or "", item.code), found=item, items=())
                return self.chosen(kept, keys, item.title, self.next)
        if keys == NEXT_PAGE and len(session.items) > self.page:
            pages = -(-len(session.items) // self.page)
            return self.ask(replace(session, page=(session.page + 1) % pages, tries=0), words)
        return self.common_key(session, keys, words) or self.again(session, keys, words)

    def targets(self) -> dict[str, str]:
        """Where what was chosen is told, and where an empty list is."""
        return {**super().targets(), "next": self.next, "nothing": self.nothing}

    def automatic(self) -> tuple[str, ...]:
        """An empty list asks nobody."""
        return (self.nothing,)

    def prompts(self) -> dict[str, str]:
        """The list's own words too."""
        return {**super().prompts(), "item": self.item, "more": self.more}


def numbered(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Each item with its key: its own where all have fitting ones, else counted."""
    keys = {item.key for item in items}
    widths = {len(key) for key in keys}
    fit = all(key.isdecimal() and not key.startswith("0") for key in keys)
    if fit and len(keys) == len(items) and len(widths) == 1:
        return items
    start = 1 if len(items) <= 9 else 11 if len(items) <= 89 else 101
    return tuple(replace(item, key=str(start + place)) for place, item in enumerate(items))
