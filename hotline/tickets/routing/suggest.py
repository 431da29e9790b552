"""The departments that an agent is shown: the directory's lines first, then the classifier, else the duties. Pure.

Rule: only the classifier gives a probability. A line of the directory is an order, and what is read off the duties a
hint; neither is a number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from hotline.sentences import sentence
from hotline.tickets.routing.category import Weights, category_of
from hotline.tickets.routing.classifier import TOP, Candidate, Classifier, Judgement
from hotline.tickets.routing.directory import DispatchLine, Match, Matter, matches
from hotline.tickets.routing.grams import plain
from hotline.tickets.routing.labels_table import Label

_DUTY = re.compile(r"[、，。；和与及的]|负责|管理|工作")
_SHORTEST = 2  # signs of a duty that counts as a word


class Source(StrEnum):
    """Whose word a suggestion is."""

    DIRECTORY = "directory"  # a line of the dispatch directory fits
    MODEL = "model"  # the classifier has learned it
    DUTIES = "duties"  # words of a department's duties stand in the message


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One answer. department: a code, or empty where the label has none; probability: None but from the classifier."""

    department: str
    assisting: tuple[str, ...] = ()
    label: str = ""
    probability: float | None = None
    reason: str
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """suggestions: up to three, the first to be taken; judged: what the classifier alone says, if there is one.

    abstains: nothing is sure enough, a person chooses; note: what the agent should know of that. category: the code of
    the one that the words speak for, where the matter has none; "" where they speak for none.
    """

    suggestions: tuple[Suggestion, ...]
    judged: Judgement | None
    abstains: bool
    note: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Router:
    """All that routing knows. duties: department code to its duties; labels: by name; both as in the city pack.

    categories: what their names tell (category.py).
    """

    lines: Sequence[DispatchLine] = ()
    classifier: Classifier | None = None
    labels: Mapping[str, Label]
    duties: Mapping[str, str]
    categories: Weights = field(default_factory=dict)

    def suggest(self, matter: Matter) -> Answer:
        """Up to three departments or labels, none twice."""
        found = [_by_line(match) for match in matches(self.lines, matter)]
        judged = self.classifier.judge(matter.title, matter.content) if self.classifier else None
        learned = [self._by_model(one) for one in judged.top] if judged else []
        hinted = [] if judged else by_duties(self.duties, matter)
        abstains = not found and (judged is None or judged.abstains)
        return Answer(
            suggestions=_once([*found, *learned, *hinted])[:TOP],
            judged=judged,
            abstains=abstains,
            note=_note(judged, abstains=abstains),
            category="" if matter.category else category_of(f"{matter.title} {matter.content}", self.categories),
        )

    def _by_model(self, candidate: Candidate) -> Suggestion:
        label = self.labels.get(candidate.label)
        codes = label.departments if label else (candidate.label,) if candidate.label in self.duties else ()
        words = "、".join(f"“{word}”" for word in candidate.words)
        return Suggestion(
            department=codes[0] if codes else "",
            assisting=codes[1:],
            label=candidate.label,
            probability=candidate.probability,
            reason=sentence("by_its_words", words=words) if words else sentence("by_words"),
            source=Source.MODEL,
        )


def _by_line(match: Match) -> Suggestion:
    line = match.line
    return Suggestion(department=line.lead, assisting=line.assisting, reason=match.reason, source=Source.DIRECTORY)


def by_duties(duties: Mapping[str, str], matter: Matter) -> list[Suggestion]:
    """Departments whose duties name something that stands in the message, the most and longest words first."""
    text = plain(f"{matter.title} {matter.content}")
    found: list[tuple[int, str, list[str]]] = []
    for code, told in duties.items():
        words = [word for word in duty_words(told) if plain(word) in text]
        if words:
            found.append((sum(len(word) for word in words), code, words))
    found.sort(key=lambda one: (-one[0], one[1]))
    return [
        Suggestion(department=code, reason=sentence("by_duties", words="”“".join(words[:TOP])), source=Source.DUTIES)
        for _, code, words in found[:TOP]
    ]


def duty_words(duties: str) -> list[str]:
    """What a department's duties name, in order."""
    return [word for word in dict.fromkeys(_DUTY.split(duties)) if len(word) >= _SHORTEST]


def _once(suggestions: Sequence[Suggestion]) -> tuple[Suggestion, ...]:
    return tuple(
        {(one.department or one.label): one for one in reversed(suggestions)}[key] for key in _keys(suggestions)
    )


def _keys(suggestions: Sequence[Suggestion]) -> list[str]:
    return list(dict.fromkeys(one.department or one.label for one in suggestions))


def _note(judged: Judgement | None, *, abstains: bool) -> str:
    if judged is None:
        return "还没有训练过的分类模型，只看派单目录和部门职责。"
    return "把握不够，请人工选择承办单位。" if abstains else ""
