"""The choose node: a list read page by page, one of it chosen by its number."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from hotline.errors import ScriptError
from hotline.ivr.effects import Mark, SayPart, Text
from hotline.ivr.nodes.asking import COMMON_KEYS, Asking
from hotline.ivr.nodes.node import Name, Turn, Words
from hotline.ivr.session import Session
from hotline.ivr.waits import LISTS, Answer, Digits, DigitsAnswer, Found, Item, LookUp, LookUpKind

NEXT_PAGE = "9"
LAST_SINGLE, SECOND_DIGITS = 8, 9  # of numbers of one and two digits in one list: 1 to 8, and 1 to 9 after each
TYPED = (LookUpKind.DEPARTMENT_SPELLED, LookUpKind.NUMBERED)  # lists of what fits the keys that the caller typed


def _a_list(kind: LookUpKind) -> LookUpKind:
    if kind not in LISTS:
        raise PydanticCustomError("list_kind", "{kind} is not a list; look_up finds it", {"kind": str(kind)})
    return kind


class Choose(Asking):
    """Looks a list up and reads it. An item keeps its number on every page, and it can be keyed before it is read.

    Up to 8 items have one digit, up to 79 two (11 to 89), beyond that three: none begins with 0 or 9. 9 is the next
    page. With `first_short` the first of 9 to 72 items have one digit, as many as can, the others two (of 9 items: 1
    to 7, 81, 82). `of` names the slot whose code (or letters, or words) narrows the list, `within` a second one, `into`
    the slot that keeps the code of what was chosen, `nothing` is for an empty list; with `single: next` one that is
    alone is chosen at once, with `single: first` the first always is. Where a list holds things of several kinds,
    `kinds` leads each on by its own way, and its code goes into the slot that has the kind's name. The prompt in `item`
    has {title} and {key}.

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
    list: Annotated[LookUpKind, AfterValidator(_a_list)]
    item: Name
    more: Name
    next: Name
    nothing: Name
    of: Name | None = None
    within: Name | None = None
    into: Name | None = None
    kinds: dict[Name, Name] = Field(default_factory=dict)
    single: Literal["ask", "next", "first"] = "ask"
    page: Annotated[int, Field(ge=2, le=9)] = 5
    first_short: bool = False

    def enter(self, session: Session, words: Words) -> Turn:
        """Ask for the list."""
        wait = LookUp(
            kind=self.list,
            keys=session.slot(self.of or ""),
            within=session.slot(self.within or ""),
            language=session.language,
            patience=words.prompt("patience"),
        )
        return Turn(session=replace(session, items=(), page=0), wait=wait)

    def question(self, session: Session, words: Words) -> tuple[SayPart, ...]:
        """The page: on the first the question too."""
        first = session.page * self.page
        line = words.prompt(self.item).text
        lines = tuple(
            Text(text=line.replace("{key}", words.number(item.key)).replace("{title}", item.title))
            for item in session.items[first : first + self.page]
        )
        intro = (words.prompt(self.prompt),) if not session.page else ()
        more = (words.prompt(self.more),) if len(session.items) > self.page else ()
        return (*intro, *lines, *more)

    def digits(self, session: Session) -> Digits:
        """As many keys as the numbers have; 0, *, # and 9 are answers by themselves, and so is a shorter number."""
        width = max(len(item.key) for item in session.items)
        short = "".join(item.key for item in session.items if len(item.key) < width)
        return Digits(max=width, timeout=self.timeout, finish="", at_once=COMMON_KEYS + NEXT_PAGE + short)

    def resume(self, session: Session, answer: Answer, words: Words) -> Turn:
        """The list came, or a key."""
        if isinstance(answer, Found):
            return self._listed(replace(session, items=self.listed(answer.items)), words)
        if not isinstance(answer, DigitsAnswer):
            raise ScriptError(f"{session.node} asked for a key")
        keys = answer.keys
        for item in session.items:
            if keys == item.key:
                return self._taken(session.with_choice(item), item, keys)
        if keys == NEXT_PAGE and len(session.items) > self.page:
            pages = -(-len(session.items) // self.page)
            return self.ask(replace(session, page=(session.page + 1) % pages, wrongs=0, silences=0), words)
        return self.common_key(session, keys, words) or self.again(session, keys, words)

    def listed(self, items: tuple[Item, ...]) -> tuple[Item, ...]:
        """These with the keys that they have in this list."""
        return numbered(items, first_short=self.first_short)

    def _listed(self, session: Session, words: Words) -> Turn:
        if not session.items:
            mark = Mark(node=session.node, pressed=session.slot(self.of or ""), heard="")
            return Turn(session=session, effects=(mark,), to=self.nothing)
        if self.takes_alone(len(session.items)):
            alone, typed = session.items[0], session.slot(self.of or "") if self.list in TYPED else ""
            return self._taken(session.with_found(alone), alone, typed)
        return self.ask(session, words)

    def takes_alone(self, count: int) -> bool:
        """Whether the first of so many is chosen without a question."""
        return self.single == "first" or (self.single == "next" and count == 1)

    def _taken(self, session: Session, item: Item, keys: str) -> Turn:
        slot = item.kind if item.kind in self.kinds else self.into or ""
        rest = () if self.list in TYPED else session.items  # a next node goes on in it
        kept = replace(session.with_slot(slot, item.code), items=rest)
        return self.chosen(kept, keys, item.title, self.kinds.get(item.kind, self.next))

    def targets(self) -> dict[str, str]:
        """Where what was chosen is told, and where an empty list is."""
        kinds = {f"kinds.{kind}": to for kind, to in self.kinds.items()}
        return {**super().targets(), "next": self.next, **kinds, "nothing": self.nothing}

    def automatic(self) -> tuple[str, ...]:
        """An empty list asks nobody, nor does an item alone."""
        alone = () if self.single == "ask" else (self.next, *self.kinds.values())
        return (*super().automatic(), self.nothing, *alone)

    def prompts(self) -> dict[str, str]:
        """The list's own words too."""
        return {**super().prompts(), "more": self.more}

    def templates(self) -> dict[str, str]:
        """A line of the list."""
        return {"item": self.item}


def numbered(items: tuple[Item, ...], *, first_short: bool = False) -> tuple[Item, ...]:
    """Each item with its key: its own where all have fitting ones, else counted. No key begins with 0 or 9.

    first_short: see Choose; no key is the beginning of another.
    """
    keys = {item.key for item in items}
    widths = {len(key) for key in keys}
    fit = all(key.isascii() and key.isdecimal() and key[0] not in "09" for key in keys)
    if fit and len(keys) == len(items) and len(widths) == 1:
        return items
    if first_short and LAST_SINGLE < len(items) <= LAST_SINGLE * SECOND_DIGITS:
        return tuple(replace(item, key=key) for item, key in zip(items, _short_first(len(items)), strict=False))
    width = 1
    while len(items) > last_number(width) - first_number(width) + 1:
        width += 1
    start = first_number(width)
    return tuple(replace(item, key=str(start + place)) for place, item in enumerate(items))


def _short_first(count: int) -> tuple[str, ...]:
    """So many keys or a few more: of one digit as long as the digits that are left begin enough for the others."""
    short = (LAST_SINGLE * SECOND_DIGITS - count) // (SECOND_DIGITS - 1)
    tens = range(short + 1, LAST_SINGLE + 1)
    return (*map(str, range(1, short + 1)), *(f"{ten}{one}" for ten in tens for one in range(1, SECOND_DIGITS + 1)))


def first_number(width: int) -> int:
    """The first number of so many digits: 1, 11, 101."""
    return 1 if width == 1 else int("1" + "0" * (width - 2) + "1")


def last_number(width: int) -> int:
    """The last number of so many digits: 8, 89, 899."""
    return int("8" + "9" * (width - 1))
