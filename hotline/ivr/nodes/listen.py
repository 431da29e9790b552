"""The listen node: the caller says what is wanted, or presses a key."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from hotline.errors import ScriptError
from hotline.ivr.effects import Mark, Say, SayPart
from hotline.ivr.meaning import BACK_WORDS, PERSON_WORDS, REPEAT_WORDS, choice, wants_person
from hotline.ivr.nodes.asking import BACK_KEY, PERSON_KEY, REPEAT_KEY
from hotline.ivr.nodes.node import Key, Name, Turn, Words
from hotline.ivr.nodes.spoken import LONGEST, NO, YES, Spoken
from hotline.ivr.session import Session
from hotline.ivr.waits import (
    Answer,
    Check,
    Digits,
    DigitsAnswer,
    Heard,
    Listen,
    No,
    NotChecked,
    NotHeard,
    When,
    Why,
    Yes,
)

_COMMON = {PERSON_KEY: PERSON_WORDS, BACK_KEY: BACK_WORDS, REPEAT_KEY: REPEAT_WORDS}
_Phrase = Annotated[str, Field(min_length=1, max_length=40)]


class ListenNode(Spoken):
    """Takes words into a slot; a key pressed meanwhile leads on as in a menu, and so do words that name a choice.

    A choice is named by the title of its node, by what `says` has for its key, or by its number; a person, back and
    once more have words of their own. Where nothing can recognise speech, or not any more, or speech has failed twice
    in this call (silence, nothing understood, words that led nowhere), the caller is asked by `by_keys` and the node is
    that menu, with all its `tries` and `silences`. hints: words that are likely; seconds: longest speech; timeout:
    seconds of silence before the first word.

    ```yaml
    main:
      type: listen
      title: 自助查询
      prompt: speak
      by_keys: main
      wrong: wrong
      hints: [社保卡, 身份证]
      says:
        1: [部门电话, 部门地址]
      seconds: 12
      into: words
      next: search
      keys:
        1: departments
        2: categories
    ```
    """

    is_menu: ClassVar[bool] = True

    type: Literal["listen"]
    by_keys: Name
    keys: Annotated[dict[Key, Name], Field(min_length=1)]
    hints: tuple[_Phrase, ...] = ()
    says: dict[Key, tuple[_Phrase, ...]] = Field(default_factory=dict)
    seconds: Annotated[float, Field(ge=2, le=60)] = 15
    into: Name
    next: Name

    def enter(self, session: Session, words: Words) -> Turn:
        """Ask first whether anything can listen, where that is not known: nobody is told to speak in vain."""
        if session.ears:
            return self.ask(session, words)
        return Turn(session=session, wait=Check(when=When.RECOGNISER, value=session.language))

    def question(self, session: Session, words: Words) -> tuple[SayPart, ...]:
        """The question by voice, or by keys."""
        return (words.prompt(self.prompt if self.listens(session) else self.by_keys),)

    def digits(self, session: Session) -> Digits:
        """One key, as in a menu."""
        del session
        return Digits(max=1, timeout=self.timeout, finish="")

    def ask(self, session: Session, words: Words, *before: SayPart) -> Turn:
        """Ask, and listen where that is possible."""
        if not self.listens(session):
            return super().ask(session, words, *before)
        named = (name for names in self._choices(words).values() for name in names)
        hints = tuple(dict.fromkeys((*self.hints, *named)))
        wait = Listen(hints=hints, timeout=self.timeout, seconds=self.seconds, language=session.language)
        parts = (*before, *self.question(session, words))
        return Turn(session=session, effects=(Say(parts=parts),), wait=wait)

    def resume(self, session: Session, answer: Answer, words: Words) -> Turn:
        """Words, a key, or neither."""
        match answer:
            case Heard(text=text) if kept := " ".join(text.split())[:LONGEST]:
                return self._said(session, kept, words)
            case Yes():
                return self.ask(replace(session, ears=YES), words)
            case NotHeard(why=Why.SILENCE):
                return self.unheard(session, words, spoke=False)
            case Heard() | NotHeard(why=Why.UNCLEAR):
                return self.unheard(session, words, spoke=True)
            case DigitsAnswer(keys=keys):
                return self._pressed(session, keys, words)
            case No() | NotChecked() | NotHeard():  # nothing listens, or not any more
                return self.ask(replace(session, ears=NO), words)
        raise ScriptError(f"{session.node} asked for words")

    def _said(self, session: Session, text: str, words: Words) -> Turn:
        key = choice(text, self._choices(words)) or (PERSON_KEY if wants_person(text) else "")
        named = Mark(node=session.node, pressed=key, heard=text)
        if key in self.keys:
            return Turn(session=session, effects=(named,), to=self.keys[key])
        common = self.common_key(session, key, words) if key else None
        if common is not None:
            return replace(common, effects=tuple(named if isinstance(one, Mark) else one for one in common.effects))
        mark = replace(named, pressed="")
        return Turn(session=session.with_slot(self.into, text), effects=(mark,), to=self.next)

    def _choices(self, words: Words) -> dict[str, tuple[str, ...]]:
        """What each key is called."""
        own = {
            key: tuple(name for name in (words.title(to), *self.says.get(key, ())) if name)
            for key, to in self.keys.items()
        }
        return {**own, **_COMMON}

    def _pressed(self, session: Session, keys: str, words: Words) -> Turn:
        to = self.keys.get(keys)
        if to:
            return self.chosen(session, keys, words.title(to), to)
        return self.common_key(session, keys, words) or self.again(session, keys, words)

    def targets(self) -> dict[str, str]:
        """Where words lead, and each key."""
        return {**super().targets(), "next": self.next, **{f"keys.{key}": to for key, to in self.keys.items()}}

    def prompts(self) -> dict[str, str]:
        """The question by keys too."""
        return {**super().prompts(), "by_keys": self.by_keys}
