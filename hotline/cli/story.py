"""A walk told again: as one JSON object, and as a story that tests/transcripts can run."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import yaml

from hotline.cli.seconds import FIGURES
from hotline.cli.walk import Entry, Walk

OPENING = 12  # characters of each thing heard that the story holds the hotline to


def summary(walk: Walk, *, line: str, entry: str) -> dict[str, Any]:
    """The walk as plain values: all that was heard with its seconds, what was done, and how it ended."""
    ends, _, to = _of(walk, "ends")[-1].partition(" ")
    return {
        "line": line,
        "entry": entry,
        "heard": [{"text": each.text, "seconds": each.seconds} for each in walk.log if each.kind == "hears"],
        "steps": _of(walk, "mark"),
        "done": _of(walk, "done"),
        "faults": _of(walk, "fault"),
        "keys": sum(entry.kind == "presses" and entry.text != "-" for entry in walk.log),
        "seconds": seconds_lost(walk),
        "estimate": FIGURES,
        "ends": ends,
        "to": to,
    }


def seconds_lost(walk: Walk) -> float:
    """What the caller lost to prompts and silences until a person, or the end."""
    return round(sum(each.seconds for each in walk.log), 1)


def story(walk: Walk, *, line: str, entry: str) -> str:
    """The walk as YAML: what was heard, pressed and said, and what the books answered, so that it stays true."""
    ends, _, to = _of(walk, "ends")[-1].partition(" ")
    told: dict[str, Any] = {"story": "Written by hotline talk; say here what the caller wants.", "line": line}
    told |= {"key": "9"} if entry == "menu" else {"entry": entry} if entry != "start" else {}
    told |= {"number": walk.number, "so": sorted(walk.yes)}
    told |= {"found": [_found(asked.kind, asked.keys, asked.within, answer) for asked, answer in walk.found]}
    told |= {"steps": _steps(walk.log, hung_up=ends == "caller-left")}
    told |= {"done": _of(walk, "done")} if _of(walk, "done") else {}
    told |= {"ends": ends} | ({"to": to} if to else {})
    return str(yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=110))


def _of(walk: Walk, kind: str) -> list[str]:
    return [each.text for each in walk.log if each.kind == kind]


def _found(kind: str, keys: str, within: str, answer: Any) -> dict[str, Any]:
    items = [asdict(item) | {"parts": [list(part) for part in item.parts]} for item in answer.items]
    return {"kind": str(kind), "keys": keys, "within": within, "items": items}


def _steps(log: list[Entry], *, hung_up: bool) -> list[dict[str, Any]]:
    steps: list[dict[str, Any]] = []
    for each in log:
        if each.kind == "hears":
            opening = each.text[:OPENING]
            if steps and "hears" in steps[-1]:
                steps[-1]["hears"].append(opening)
            else:
                steps.append({"hears": [opening]})
        elif each.kind in ("presses", "says") and each.text:
            steps.append({each.kind: each.text})
    return [*steps, {"presses": "x"}] if hung_up else steps
