"""How well routing finds the label of messages it has not seen, beside a plain linear SVM, and how fast.

Rule: what is measured on is in nothing that is trained on; of it only totals leave this file. The messages are not in
the project: ROUTING_DATA names their folder (labelled.csv, silver.csv), and without it the bench says so.
"""

from __future__ import annotations

import asyncio
import csv
import os
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from hotline.settings import ROOT, read_settings
from hotline.tickets.routing.classifier import Classifier
from hotline.tickets.routing.directory import Matter
from hotline.tickets.routing.figures import Figures, figures
from hotline.tickets.routing.suggest import Router
from hotline.tickets.routing.training import Example, train
from hotline.wiring.routing_pack import load_routing_pack
from tests.bench.figures import Figure, Outcome, at_least, at_most

NAME = "routing"
MACRO_F1, ECE, COVERED, A_SECOND = 0.85, 0.05, 0.93, 500.0
WARM_UP = 20  # messages
SEED = 20_240_601  # which third of the labelled messages is held out
NOTES = (
    "a third of the labelled messages is held out by a fixed seed; the rest and the noisy file are trained on",
    "SVM: characters 1-3, TF-IDF, scikit-learn's LinearSVC as it comes, on the same rows",
    "noisy: silver.csv alone; clean: the labelled rest alone; both: the two as two files",
    "kb/routing_labels.csv says in words what the labels include; bare: without it",
    "82 messages: a share is worth 4 points either way; ten bins of honest figures show an ECE near 0.06 by chance",
    "the words were written from what offices are in charge of; no message was read for them",
)


def folder() -> Path:
    """Where the messages are."""
    return Path(os.environ.get("ROUTING_DATA", ROOT.parent / "shared" / "data" / "routing"))


async def measure(rounds: int, *, quick: bool) -> Outcome:
    """What is found once, for training is the same each time; the speed in so many rounds."""
    title = "the label found, how sure, how fast"
    if not (folder() / "labelled.csv").is_file():
        return Outcome(name=NAME, title=title, notes=(f"left out: no labelled.csv in {folder().name}",), beside="SVM")
    told, speeds = await asyncio.to_thread(_measure, rounds, quick=quick)
    return Outcome(
        name=NAME,
        title=title,
        figures=told,
        rounds=tuple({"a_second": one} for one in speeds),
        notes=NOTES,
        beside="SVM",
    )


def _measure(rounds: int, *, quick: bool) -> tuple[tuple[Figure, ...], list[float]]:
    held, clean = _parted(_read("labelled.csv"))
    noisy = _read("silver.csv")
    hints = load_routing_pack(read_settings().kb_dir).hints
    found: list[Figure] = []
    rows = {"clean": clean} if quick else {"noisy": noisy, "clean": clean, "both": [*noisy, *clean]}
    for name, taught in rows.items():
        reference = _svm(taught, held)
        classifier = train(taught, hints=hints).classifier
        found += _figures(name, _judged(classifier, held), reference, wanted=name == "both")
    found += _figures("bare", _judged(train(rows["clean" if quick else "both"]).classifier, held), None, wanted=False)
    speeds = [_speed(classifier, held) for _ in range(rounds)]
    return (*found, at_least("suggestions on one core", min(speeds), A_SECOND, "/s")), speeds


def _read(name: str) -> list[Example]:
    with (folder() / name).open(encoding="utf-8-sig", newline="") as file:
        return [
            Example(title=row["title"], content=row["content"], label=row["label"], source=name)
            for row in csv.DictReader(file)
        ]


def _parted(rows: Sequence[Example]) -> tuple[list[Example], list[Example]]:
    order = np.random.default_rng(SEED).permutation(len(rows))
    third = len(rows) // 3
    return [rows[int(at)] for at in order[:third]], [rows[int(at)] for at in order[third:]]


def _judged(classifier: Classifier, held: Sequence[Example]) -> Figures:
    """What it makes of the held-out messages."""
    chances = np.zeros((len(held), len(classifier.labels)), dtype=np.float32)
    for at, one in enumerate(held):
        chances[at] = classifier.chances(one.title, one.content)
    truth = np.array([classifier.labels.index(one.label) for one in held])
    return figures(chances, truth, classifier.labels)


def _svm(taught: Sequence[Example], held: Sequence[Example]) -> float:
    """Macro-F1 of the plain one."""
    labels = sorted({one.label for one in taught})
    read = TfidfVectorizer(analyzer="char", ngram_range=(1, 3))
    machine = LinearSVC(max_iter=20_000)
    machine.fit(read.fit_transform([_text(one) for one in taught]), [labels.index(one.label) for one in taught])
    guess = machine.predict(read.transform([_text(one) for one in held]))
    chances = np.eye(len(labels), dtype=np.float32)[guess]
    return figures(chances, np.array([labels.index(one.label) for one in held]), labels).macro_f1


def _text(one: Example) -> str:
    return f"{one.title} {one.content}"


def _figures(name: str, found: Figures, reference: float | None, *, wanted: bool) -> list[Figure]:
    first, last = f"{name}: macro-F1", f"{name}: accuracy on the surest 80%"
    error = f"{name}: expected calibration error"
    if not wanted:
        return [
            Figure(what=first, value=round(found.macro_f1, 3), unit="", reference=reference and round(reference, 3)),
            Figure(what=error, value=round(found.ece, 3), unit=""),
            Figure(what=last, value=round(found.covered, 3), unit=""),
        ]
    return [
        at_least(first, found.macro_f1, MACRO_F1, "", reference),
        at_most(error, found.ece, ECE, "", f"<= {ECE:g}"),
        at_least(last, found.covered, COVERED, ""),
    ]


def _speed(classifier: Classifier, held: Sequence[Example]) -> float:
    """Suggestions a second of CPU time, with their reasons and the demo city's directory."""
    pack = load_routing_pack(read_settings().kb_dir)
    router = Router(lines=pack.lines, classifier=classifier, labels=pack.labels, duties=pack.duties)
    for one in held[:WARM_UP]:
        router.suggest(Matter(title=one.title, content=one.content))
    began = time.process_time()
    for one in held:
        router.suggest(Matter(title=one.title, content=one.content))
    return len(held) / (time.process_time() - began)
