"""Quality inspection as the JSON that its screens read, and what its screens send.

Rule: nothing here tells a citizen's name or number.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hotline.errors import InputError
from hotline.kb.city import City
from hotline.quality.drawing import Draw
from hotline.quality.form import LONGEST_NOTE, Answer, Given, Score, scored
from hotline.quality.looking import Behind, Line, Written
from hotline.quality.model import MOST_MARKS, Inspection, Mark, Sheet
from hotline.quality.rows import form_json, sheet_json
from hotline.quality.rules import BY_HAND, Book
from hotline.storage.text import plain_text
from hotline.web.screens import SYSTEM
from hotline.web.shapes import Json, moment

LONGEST_MARK, LONGEST_WORDS = 200, 1000  # characters
MOST_ANSWERS = 100
CHOSEN = "人工指定"
"""What it is called that a call was drawn by hand."""
A_DAY = 86_400.0  # seconds: no recording is longer
_ANSWERS = {str(one): one for one in Answer}


def item_json(one: Inspection, people: Mapping[str, str], rules: Mapping[str, str]) -> Json:
    """An inspection as a line of a list. rules: names by code."""
    return {
        "id": one.id,
        "call_id": one.call_id,
        "at": moment(one.at),
        "rule": one.rule,
        "rule_name": rules.get(one.rule, one.reason or one.rule),
        "why": [{"code": code, "name": rules.get(code, code)} for code in one.why],
        "reason": one.reason,
        "agent": one.agent,
        "agent_name": people.get(one.agent, one.agent),
        "inspector": one.inspector,
        "inspector_name": people.get(one.inspector, one.inspector),
        "drawn": moment(one.drawn),
        "state": str(one.state),
        "version": one.version,
        "begun": bool(one.sheet.given or one.sheet.marks or one.sheet.note),
        "total": one.score.total if one.score else None,
        "passed": one.score.passed if one.score else None,
        "submitted": moment(one.submitted),
        "seen": one.seen is not None,
        "appeal_until": moment(one.appeal_until),
        "appealed": moment(one.appealed),
        "appeal_reason": one.appeal_reason,
        "decided": moment(one.decided),
        "decided_by_name": people.get(one.decided_by, one.decided_by),
        "decision": one.decision,
    }


def whole_json(one: Inspection, book: Book, people: Mapping[str, str], *, now: datetime) -> Json:
    """An inspection with its form and what was written."""
    form = one.form or book.form
    may_appeal = one.appeal_until is not None and now <= one.appeal_until
    told = item_json(one, people, rule_names(book)) | {"form": form_json(form), "sheet": sheet_json(one.sheet)}
    score = one.score or scored(form, one.sheet.given)  # of a draft: as far as it is filled in
    return told | {"score": score_json(score), "appeal_open": may_appeal}


def score_json(score: Score) -> Json:
    """What scored() said."""
    return {
        "total": score.total,
        "points": score.halves / 2,
        "possible": score.possible,
        "fatal": list(score.fatal),
        "passed": score.passed,
    }


def book_json(book: Book) -> Json:
    """The form and the rules in force."""
    rules = [
        {
            "code": rule.code,
            "name": rule.name,
            "kind": str(rule.kind),
            "every": str(rule.every),
            "amount": rule.amount,
            "per_agent": rule.per_agent,
        }
        for rule in book.rules
    ]
    return {"form": form_json(book.form), "rules": rules, "appeal_days": book.appeal_days}


def rule_names(book: Book) -> dict[str, str]:
    """By code."""
    return {rule.code: rule.name for rule in book.rules} | {BY_HAND: CHOSEN}


def draw_json(draw: Draw, people: Mapping[str, str]) -> Json:
    """A draw."""
    return {
        "id": draw.id,
        "period": draw.period,
        "seed": draw.seed,
        "at": moment(draw.at),
        "by_name": SYSTEM if draw.by == "clock" else people.get(draw.by, draw.by),
        "calls": draw.calls,
        "silent": draw.silent,
        "drawn": draw.drawn,
        "rules": [{"code": code, "name": name} for code, name in draw.rules],
    }


def line_json(line: Line, people: Mapping[str, str]) -> Json:
    """A line of an inspection's history."""
    changes = line.changes
    if "inspector" in changes:
        changes = changes | {"inspector": [people.get(name, name) for name in changes["inspector"]]}
    name = SYSTEM if line.actor == "clock" else people.get(line.actor, line.actor)
    return {"at": moment(line.at), "actor_name": name, "act": line.act, "reason": line.reason, "changes": changes}


def behind_json(call: Behind, people: Mapping[str, str], city: City) -> Json:
    """The call, with the tickets that were written in it."""
    return {
        "arrived": moment(call.arrived),
        "outgoing": call.outgoing,
        "waited": call.waited,
        "rung": call.rung,
        "talked": call.talked,
        "held": call.held,
        "holds": call.holds,
        "agents": [people.get(name, name) for name in call.agents],
        "ratings": call.ratings,
        "tickets": [_ticket_json(one, city) for one in call.tickets],
    }


def _ticket_json(one: Written, city: City) -> Json:
    names = {child.code: f"{top.name} / {child.name}" for top in city.outline.categories for child in top.children}
    department = city.department(one.department)
    return {
        "number": one.number,
        "type": one.type,
        "category": one.category,
        "category_name": names.get(one.category, one.category),
        "urgency": one.urgency,
        "title": one.title,
        "place": one.place,
        "content": one.content,
        "department_name": department.name if department else one.department,
        "state": one.state,
        "returns": one.returns,
    }


def sheet_in(body: Mapping[str, Any]) -> Sheet:
    """What an inspector sent: {"answers": {item: {"answer", "note"}}, "marks": [{"at", "note"}], "note"}.

    Raises InputError with details.fields.
    """
    answers, marks, note = body.get("answers", {}), body.get("marks", []), body.get("note", "")
    faults: dict[str, str] = {}
    if not isinstance(answers, dict) or len(answers) > MOST_ANSWERS:
        faults["answers"] = "应为各项的评分"
    if not isinstance(marks, list) or len(marks) > MOST_MARKS:
        faults["marks"] = f"最多{MOST_MARKS}个标记"
    if not isinstance(note, str) or len(note) > LONGEST_WORDS:
        faults["note"] = f"评语最多{LONGEST_WORDS}个字"
    _raise(faults)
    given = {str(code): _given(str(code), said, faults) for code, said in answers.items()}
    kept = tuple(_mark(place, one, faults) for place, one in enumerate(marks))
    _raise(faults)
    return Sheet(given=given, marks=tuple(sorted(kept, key=lambda one: one.at)), note=plain_text(note, lines=True))


def _given(code: str, said: object, faults: dict[str, str]) -> Given:
    answer = said.get("answer") if isinstance(said, dict) else None
    note = said.get("note", "") if isinstance(said, dict) else ""
    if not isinstance(answer, str) or answer not in _ANSWERS:
        faults[code[:40]] = f"应为{'、'.join(_ANSWERS)}之一"
    elif not isinstance(note, str) or len(note) > LONGEST_NOTE:
        faults[code[:40]] = f"说明最多{LONGEST_NOTE}个字"
    else:
        return Given(answer=_ANSWERS[answer], note=plain_text(note, lines=True))
    return Given(answer=Answer.NO)


def _mark(place: int, one: object, faults: dict[str, str]) -> Mark:
    at = one.get("at") if isinstance(one, dict) else None
    note = one.get("note", "") if isinstance(one, dict) else None
    is_moment = isinstance(at, int | float) and not isinstance(at, bool) and math.isfinite(at) and 0 <= at <= A_DAY
    if not is_moment or not isinstance(note, str) or len(note) > LONGEST_MARK:
        faults[f"marks.{place}"] = f"应为录音里的时刻和不超过{LONGEST_MARK}个字的说明"
        return Mark(at=0.0, note="")
    return Mark(at=round(float(at or 0), 2), note=plain_text(note))


def _raise(faults: dict[str, str]) -> None:
    if faults:
        raise InputError("评分表没有保存，请改正标出的地方。", fields=faults)
