"""What is published, as the items that a menu reads out. Pure.

Rule: the title is what stands in a list, spoken is all of it; what is told in parts has each part by its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hotline.ivr.waits import Item, LookUpKind
from hotline.kb.model import Bulletin, Channel, Department, Entry, Kind, Procedure, Question
from hotline.kb.spoken import (
    department_parts,
    procedure_parts,
    spoken_bulletin,
    spoken_department,
    spoken_procedure,
    spoken_question,
)

NO_WAYS: Mapping[str, str] = MappingProxyType({})


def progress_items(kind: LookUpKind, number: str, spoken: str | None) -> tuple[Item, ...]:
    """How far something with a number is; none where nothing is known of it."""
    return (Item(title=spoken, code=number, spoken=spoken, kind=str(kind)),) if spoken else ()


def department_item(one: Department, opening: str, ways: Mapping[str, str] = NO_WAYS) -> Item:
    """A department. opening: what is said of whether it is open, "" for nothing; ways: parts that are not told."""
    return Item(
        title=one.name,
        code=one.code,
        spoken=spoken_department(one, opening),
        kind=str(Kind.DEPARTMENT),
        parts=(*department_parts(one, opening).items(), *ways.items()),
    )


def procedure_item(one: Procedure) -> Item:
    """A procedure, each of its public fields a part."""
    return Item(
        title=one.name,
        code=one.code,
        spoken=spoken_procedure(one),
        kind=str(Kind.PROCEDURE),
        parts=tuple(procedure_parts(one).items()),
    )


def question_item(one: Question) -> Item:
    """A question with its answer."""
    return Item(title=one.question, code=one.code, spoken=spoken_question(one), kind=str(Kind.QUESTION))


def bulletin_item(one: Bulletin) -> Item:
    """A bulletin."""
    return Item(title=one.title, code=one.code, spoken=spoken_bulletin(one), kind=str(Kind.BULLETIN))


def entry_item(one: Entry, opening: str) -> Item:
    """Whatever can be told of the knowledge base. opening: of a department. Raises ValueError for a saying."""
    match one:
        case Department():
            return department_item(one, opening)
        case Procedure():
            return procedure_item(one)
        case Question():
            return question_item(one)
        case Bulletin():
            return bulletin_item(one)
    raise ValueError(f"nothing to tell of {type(one).__name__}")


def channel_item(one: Channel) -> Item:
    """A channel of bulletins, on the key of its code; 0 and 9 are taken."""
    return Item(title=one.name, code=one.code, key=one.code if one.code[:1] not in "09" else "", kind="channel")
