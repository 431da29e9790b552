"""Routing on the terminal: answers a line for a line, and the figures of a training.

Rule: each line in has its line out, whatever it says, so that a program may count on it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO, Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from hotline.tickets.routing.directory import Matter
from hotline.tickets.routing.figures import COVERAGE, Figures
from hotline.tickets.routing.suggest import Answer, Router, Suggestion
from hotline.wiring.routing_pack import RoutingPack

_LONGEST = 1_000_000  # bytes of a line
_Text = Annotated[str, StringConstraints(max_length=200_000)]


class _Asked(BaseModel):
    model_config = ConfigDict(strict=True, extra="ignore")
    title: _Text = ""
    content: _Text = ""
    place: _Text = ""
    category: _Text = ""


def answer_lines(router: Router, pack: RoutingPack, asked: IO[bytes], told: IO[bytes], *, as_json: bool) -> None:
    """Answer until the input ends; without JSON a line is a message's text. Each answer is written at once."""
    for written in _lines(asked):
        if as_json:
            line = json.dumps(_json(router, pack, written), ensure_ascii=False)
        else:
            line = _text(router.suggest(Matter(content=written.decode(errors="replace").strip())), pack)
        told.write(line.encode(errors="replace") + b"\n")
        told.flush()


def _lines(asked: IO[bytes]) -> Iterator[bytes]:
    """Lines, one that is too long cut to nothing, so that it is answered as unreadable."""
    while written := asked.readline(_LONGEST):
        if len(written) < _LONGEST or written.endswith(b"\n"):
            yield written
            continue
        _pass_over_line(asked)
        yield b""


def _pass_over_line(asked: IO[bytes]) -> None:
    rest = asked.readline(_LONGEST)
    while rest and not rest.endswith(b"\n"):
        rest = asked.readline(_LONGEST)


def _json(router: Router, pack: RoutingPack, written: bytes) -> dict[str, object]:
    try:
        one = _Asked.model_validate_json(written)
    except ValidationError:
        return {"error": "不是一个JSON对象，或者里面的title、content、place、category不是文字。"}
    answer = router.suggest(Matter(title=one.title, content=one.content, place=one.place, category=one.category))
    top = answer.judged.top if answer.judged else ()
    return {
        "abstain": answer.abstains,
        "note": answer.note,
        "suggestions": [_suggestion(one, pack) for one in answer.suggestions],
        "label": top[0].label if top else None,
        "probability": round(top[0].probability, 4) if top else None,
        "classifier_abstains": answer.judged.abstains if answer.judged else None,
        "top": [
            {"label": one.label, "probability": round(one.probability, 4), "words": list(one.words)} for one in top
        ],
    }


def _suggestion(one: Suggestion, pack: RoutingPack) -> dict[str, object]:
    return {
        "department": one.department or None,
        "name": pack.names.get(one.department),
        "assisting": list(one.assisting),
        "label": one.label or None,
        "probability": None if one.probability is None else round(one.probability, 4),
        "reason": one.reason,
        "source": one.source.value,
    }


def _text(answer: Answer, pack: RoutingPack) -> str:
    told = [_named(one, pack) for one in answer.suggestions] or ["没有合适的承办单位"]
    return "；".join([*told, answer.note] if answer.note else told)


def _named(one: Suggestion, pack: RoutingPack) -> str:
    name = pack.names.get(one.department, one.label)
    chance = "" if one.probability is None else f" {one.probability:.0%}"
    return f"{name}{chance}（{one.reason}）"


def figure_lines(reached: Figures) -> Iterator[str]:
    """The held-out figures, then a line for each class."""
    yield f"留出检验（{reached.rows}行，每行都由没见过它的模型判断；以所给的标签为准）："
    yield f"  宏平均F1 {reached.macro_f1:.3f}；准确率 {reached.accuracy:.3f}；校准误差ECE {reached.ece:.3f}"
    yield f"  不答把握最小的{1 - COVERAGE:.0%}，其余准确率 {reached.covered:.3f}；不答的界线是 {reached.threshold:.3f}"
    yield "  类别 行数 查准率 查全率 F1"
    for one in reached.classes:
        yield f"  {one.label} {one.rows} {one.precision:.3f} {one.recall:.3f} {one.f1:.3f}"
