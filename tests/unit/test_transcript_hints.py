"""Hints of transcripts that are not whole."""

from __future__ import annotations

import pytest

from hotline.calls.transcript import Note, Side, Utterance
from hotline.quality.hints import Hint, Words
from hotline.web.transcript_hints import hints_in

WORDS = Words(greeting=("您好",), closing=("再见",), complaint=("busy",))
SIDES = {"A": Side.AGENT, "C": Side.CITIZEN, "N": Side.NOTE}


def kinds(*lines: str) -> list[Hint]:
    """What is found: a line begins with A, C, or N for a note; one every ten seconds; the ticket is an enquiry."""
    said = [
        Utterance(call_id="1", side=SIDES[line[0]], start=10.0 * at, end=10.0 * at + 5, text=line[1:])
        for at, line in enumerate(lines)
    ]
    return [one.hint for one in hints_in(WORDS, said, ("enquiry",))]


def test_whoever_was_not_heard_from_the_beginning_may_have_greeted() -> None:
    """A transcript that begins in the middle blames nobody; one that went on in the middle had its beginning."""
    begun = f"N{Note.BEGUN}"
    assert kinds("A请讲", "A再见") == [Hint.NO_GREETING]
    assert kinds(begun, "C路灯坏了", "A请讲", "A再见") == []
    assert kinds("A请讲", f"N{Note.BUSY}", begun, "A再见") == [Hint.NO_GREETING]


@pytest.mark.parametrize("note", [Note.BUSY, Note.LOST])
def test_whoever_was_not_heard_to_the_end_may_have_closed(note: Note) -> None:
    """A transcript that breaks off blames nobody; one that was written on afterwards has its end."""
    assert kinds("A您好", "A请讲") == [Hint.NO_CLOSING]
    assert kinds("A您好", "A请讲", f"N{note}") == []
    assert kinds("A您好", f"N{note}", f"N{Note.AFTER}", "A请讲") == [Hint.NO_CLOSING]


def test_a_note_is_not_what_the_citizen_said() -> None:
    """Whatever stands in it."""
    assert kinds("A您好", f"N{Note.BUSY}", "A再见") == []
    assert kinds("A您好", "Cbusy", "A再见") == [Hint.DRIFT]
