"""The suggest node: what was said is looked up; where it is not certain what was meant, the caller is asked."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from hotline.errors import ScriptError
from hotline.ivr.effects import Mark, Say, SayPart, Text
from hotline.ivr.meaning import NO_WORDS, PERSON_WORDS, YES_WORDS, corrected, verdict, wants_person
from hotline.ivr.nodes.asking import PERSON_KEY
from hotline.ivr.nodes.node import Name, Turn, Words
from hotline.ivr.nodes.spoken import LONGEST, NO, Spoken
from hotline.ivr.session import Session
from hotline.ivr.waits import (
    Answer,
    Digits,
    DigitsAnswer,
    Found,
    Heard,
    Item,
    Listen,
    LookUp,
    LookUpKind,
    NotHeard,
    Why,
)
from hotline.ivr.which import NONE_WORDS, ORDINALS, by_name, by_place

YES_KEY, NO_KEY, NONE_KEY = "1", "2", "9"
SECONDS = 8.0  # of an answer: yes or no, or better words


class Suggest(Spoken):
    """Looks up the words in the slot `of`; what is certain is taken at once, else the caller is asked about it.

    Key 1 or a spoken yes takes it; 2 or a no leads on: where several are left, to all of them in one question (`among`
    or `among_by_keys`, then a `line` with {key} and {title} for each), of which one is taken by its number, by "the
    second" or by its name, and 9 or "none" leads to `nothing`; else to the next best, and after `most` of them to
    `nothing`. A name of another one found is understood in any of these questions; other words are looked up in place
    of the first. The prompts `prompt` and `by_keys` (where nothing listens, or speech has failed twice as in `listen`)
    have {title}.
    `kinds` leads things of a kind on by their own way, and their code goes into the slot that has the kind's name.

    ```yaml
    search:
      type: suggest
      title: 按说法查询
      of: words
      prompt: suggest
      by_keys: suggest_by_keys
      among: suggest_among
      among_by_keys: suggest_among_by_keys
      line: suggest_line
      wrong: wrong
      kinds:
        department: department
      next: procedure
      nothing: not_found
      back: main
    ```
    """

    fills: ClassVar[tuple[str, ...]] = ("{title}",)

    type: Literal["suggest"]
    of: Name
    by_keys: Name
    next: Name
    nothing: Name
    kinds: dict[Name, Name] = Field(default_factory=dict)
    most: Annotated[int, Field(ge=1, le=4)] = 3
    among: Name | None = None
    among_by_keys: Name | None = None
    line: Name | None = None

    @model_validator(mode="after")
    def _together(self) -> Self:
        if len({bool(name) for name in (self.among, self.among_by_keys, self.line)}) > 1:
            raise PydanticCustomError("together", "among, among_by_keys and line go together")
        return self

    def enter(self, session: Session, words: Words) -> Turn:
        """Look it up."""
        patience = words.prompt("patience")
        wait = LookUp(kind=LookUpKind.SEARCH, keys=session.slot(self.of), language=session.language, patience=patience)
        return Turn(session=replace(session, items=(), page=0), wait=wait)

    def question(self, session: Session, words: Words) -> tuple[SayPart, ...]:
        """Whether it is this one, or which of those that are left."""
        by_voice, left = self.listens(session), self._left(session)
        among = self.among if by_voice else self.among_by_keys
        if not left or not among:
            return (self.about(session.items[session.page], words, by_voice=by_voice),)
        lines = (part for place, item in enumerate(left, 1) for part in self.line_of(item, str(place), words))
        return (words.prompt(among), *lines)

    def about(self, item: Item, words: Words, *, by_voice: bool) -> Text:
        """Whether this one is meant."""
        line = words.prompt(self.prompt if by_voice else self.by_keys).text
        return Text(text=line.replace("{title}", item.title))

    def line_of(self, item: Item, key: str, words: Words) -> tuple[Text, ...]:
        """One of several: its number, then its title."""
        number, title, end = words.prompt(self.line or self.prompt).text.partition("{title}")
        return (
            Text(text=number.replace("{key}", words.number(key))),
            Text(text=title.replace("{title}", item.title) + end),
        )

    def digits(self, session: Session) -> Digits:
        """One key."""
        del session
        return Digits(max=1, timeout=self.timeout, finish="")

    def ask(self, session: Session, words: Words, *before: SayPart) -> Turn:
        """Ask, and listen where that is possible."""
        if not self.listens(session):
            return super().ask(session, words, *before)
        titles = (item.title for item in session.items)
        places = (*ORDINALS, *NONE_WORDS) if self._left(session) else YES_WORDS
        hints = tuple(dict.fromkeys((*places, *NO_WORDS, *PERSON_WORDS, *titles)))
        wait = Listen(hints=hints, timeout=self.timeout, seconds=SECONDS, language=session.language)
        return Turn(session=session, effects=(Say(parts=(*before, *self.question(session, words))),), wait=wait)

    def resume(self, session: Session, answer: Answer, words: Words) -> Turn:
        """What was found, or what the caller says to it."""
        match answer:
            case Found(items=items):
                return self._looked_up(replace(session, items=items[: self.most]), words)
            case Heard(text=text):
                return self._said(session, " ".join(text.split())[:LONGEST], words)
            case DigitsAnswer(keys=keys):
                return self._pressed(session, keys, words)
            case NotHeard(why=Why.SILENCE | Why.UNCLEAR as why):
                return self.unheard(session, words, spoke=why is Why.UNCLEAR)
            case NotHeard():
                return self.ask(replace(session, ears=NO), words)
        raise ScriptError(f"{session.node} asked whether something was meant")

    def _looked_up(self, session: Session, words: Words) -> Turn:
        if not session.items:
            return self._missed(session)
        return self._taken(session, "") if session.items[0].sure else self.ask(session, words)

    def _said(self, session: Session, text: str, words: Words) -> Turn:
        place = self._named(session, text)
        if place >= 0:
            return self._taken(replace(session, page=place), text)
        said = verdict(text)
        if said is not None and not (said and self._left(session)):  # yes to several is no answer
            return self._taken(session, text) if said else self._refused(session, text, words)
        if wants_person(text):
            return self.chosen(session, PERSON_KEY, text, words.person)
        better = "" if said else corrected(text)
        if not better:
            return _kept(self.unheard(session, words, spoke=True), session.node, text)
        again = replace(session.with_slot(self.of, better), misheard=session.misheard + 1)
        return self.chosen(again, "", text, session.node)

    def _named(self, session: Session, text: str) -> int:
        """Which of the things found these words name, by its place among those just told or by its name; -1: none."""
        if left := self._left(session):
            place = by_place(text, len(left))
            if place >= 0:
                return session.page + place
        return by_name(text, [item.title for item in session.items])

    def _pressed(self, session: Session, keys: str, words: Words) -> Turn:
        left = self._left(session)
        if left and keys.isdecimal() and 1 <= int(keys) <= len(left):
            return self._taken(replace(session, page=session.page + int(keys) - 1), keys)
        if keys == (NONE_KEY if left else NO_KEY):
            return self._refused(session, keys, words)
        if keys == YES_KEY:
            return self._taken(session, keys)
        return self.common_key(session, keys, words) or self.again(session, keys, words)

    def _refused(self, session: Session, said: str, words: Words) -> Turn:
        key, told = (NONE_KEY, len(session.items)) if self._left(session) else (NO_KEY, session.page + 1)
        mark = Mark(node=session.node, pressed=key, heard=said if said != key else "")
        session = replace(session, page=told, wrongs=0, silences=0)
        wanted = session.slot(self.of)
        left = session.page < len(session.items)
        turn = self.ask(session, words) if left else self._missed(session, refused=wanted)
        return replace(turn, effects=(mark, *turn.effects))

    def _left(self, session: Session) -> tuple[Item, ...]:
        """Those that are told together, once the best was not it; () where one is asked about."""
        left = session.items[session.page :]
        return left if self.among and session.page and len(left) > 1 else ()

    def _missed(self, session: Session, said: str = "", *, refused: str = "") -> Turn:
        mark = Mark(node=session.node, pressed="", heard=said, refused=refused)
        missed = replace(session, items=(), misheard=session.misheard + 1)
        return Turn(session=missed, effects=(mark,), to=self.nothing)

    def _taken(self, session: Session, said: str) -> Turn:
        item: Item = session.items[session.page]
        slot = item.kind if item.kind in self.kinds else ""
        kept = replace(session.with_slot(slot, item.code).with_found(item), items=(), misheard=0)
        return self.chosen(kept, YES_KEY if said else "", item.title, self.kinds.get(item.kind, self.next))

    def targets(self) -> dict[str, str]:
        """Where what was meant is told, and where nothing is found."""
        kinds = {f"kinds.{kind}": to for kind, to in self.kinds.items()}
        return {**super().targets(), "next": self.next, **kinds, "nothing": self.nothing}

    def automatic(self) -> tuple[str, ...]:
        """What is certain asks nobody, nor does what is not found."""
        return (*super().automatic(), self.nothing, self.next, *self.kinds.values())

    def prompts(self) -> dict[str, str]:
        """The questions about several; that about one is a template."""
        several = {"among": self.among, "among_by_keys": self.among_by_keys}
        return {"wrong": self.wrong, **{field: name for field, name in several.items() if name}}

    def templates(self) -> dict[str, str]:
        """The question by voice, and by keys; a line of several."""
        return {"prompt": self.prompt, "by_keys": self.by_keys, **({"line": self.line} if self.line else {})}


def _kept(turn: Turn, node: str, said: str) -> Turn:
    """With what was said: whoever talks to the caller later sees it."""
    return replace(turn, effects=(Mark(node=node, pressed="", heard=said), *turn.effects))
