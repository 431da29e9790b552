"""What a step waits for, and the answers that may come back through resume()."""

from __future__ import annotations

from dataclasses import dataclass

from hotline.ivr.effects import Prompt


@dataclass(frozen=True, slots=True, kw_only=True)
class DigitsAnswer:
    """The keys pressed, without the finish key; empty where nothing came in time. finished: ended by that key."""

    keys: str
    finished: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Digits:
    """Keys of the caller.

    max: most keys; timeout: seconds to the first key; between: seconds between keys; finish: the key that ends the
    entry ("" is none); at_once: keys that are a whole answer when pressed first; interruptible: a key cuts the prompt.
    """

    max: int
    timeout: float
    finish: str = "#"
    interruptible: bool = True
    between: float = 3.0
    at_once: str = ""

    def answer(self, keys: str) -> DigitsAnswer | None:
        """The answer that the keys so far make, or None while more may come."""
        if keys and keys[0] in self.at_once:
            return DigitsAnswer(keys=keys[0])
        if self.finish and keys.endswith(self.finish):
            return DigitsAnswer(keys=keys.removesuffix(self.finish), finished=True)
        return DigitsAnswer(keys=keys) if len(keys) >= self.max else None


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUp:
    """A question to the knowledge base or the tickets.

    kind: department, category, procedure or ticket; keys: a code or a number, "" is all; patience: said where the
    answer takes long.
    """

    kind: str
    keys: str = ""
    patience: Prompt | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing found. title: short, for a list; spoken: all of it; code: its own; key: its fixed key, "" has none."""

    title: str
    spoken: str = ""
    code: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a look-up found, in the order to be read; empty is a true answer: there is nothing."""

    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUpFailed:
    """The look-up could not be made in time: the caller hears an apology and goes to a person."""


Wait = Digits | LookUp
Answer = DigitsAnswer | Found | LookUpFailed
