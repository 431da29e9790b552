"""A classifier in a file: an .npz of plain arrays and a header in JSON; nothing in it can run.

Rule: what is read is checked for shape and size before it is used; a file that is broken, foreign or of another format
is refused in one sentence. Header.format goes up when the meaning of anything here or of grams.py changes.
"""

from __future__ import annotations

import os
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
import numpy.typing as npt
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from hotline.errors import InputError
from hotline.tickets.routing.classifier import Classifier, Vocabulary
from hotline.tickets.routing.figures import Figures
from hotline.tickets.routing.lexicon import Lexicon
from hotline.tickets.routing.matrix import MOST_GRAMS

MOST_BYTES = 1_000_000_000  # of all arrays, unpacked
_ARRAYS = ("header", "grams", "rarity", "weights", "bias", "words", "word_weights")
_Share = Annotated[float, Field(ge=0, le=1)]


class _HeldOut(BaseModel):
    model_config = ConfigDict(frozen=True)
    rows: int
    accuracy: _Share
    macro_f1: _Share
    ece: _Share
    covered: _Share
    f1: dict[str, _Share]


class Header(BaseModel):
    """What a model says of itself. sha256: of its training files; held_out: figures against the labels as given."""

    model_config = ConfigDict(frozen=True)
    kind: Literal["hotline-routing"] = "hotline-routing"
    format: Literal[2] = 2
    version: str
    made: AwareDatetime
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    rows: int
    labels: Annotated[list[str], Field(min_length=2, max_length=2_000)]
    threshold: _Share
    sharpness: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    held_out: _HeldOut


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A classifier and what it says of itself."""

    header: Header
    classifier: Classifier


def header_of(classifier: Classifier, reached: Figures, *, sha256: str, rows: int, made: datetime) -> Header:
    """version: the day it was made and the beginning of its data's sum."""
    return Header(
        version=f"{made:%Y%m%d}-{sha256[:8]}",
        made=made,
        sha256=sha256,
        rows=rows,
        labels=list(classifier.labels),
        threshold=classifier.threshold,
        sharpness=classifier.sharpness,
        held_out=_HeldOut(
            rows=reached.rows,
            accuracy=reached.accuracy,
            macro_f1=reached.macro_f1,
            ece=reached.ece,
            covered=reached.covered,
            f1={one.label: one.f1 for one in reached.classes},
        ),
    )


def write_model(path: Path, model: Model) -> None:
    """Whole or not at all. Raises InputError where it cannot be written."""
    kept = model.classifier
    words = "\n".join(kept.vocabulary.grams)
    arrays: dict[str, npt.NDArray[np.generic]] = {
        "header": np.frombuffer(model.header.model_dump_json().encode(), dtype=np.uint8),
        "grams": np.frombuffer(words.encode(), dtype=np.uint8),
        "rarity": kept.vocabulary.rarity,
        "weights": kept.weights.astype(np.float16),
        "bias": kept.bias,
        "words": np.frombuffer("\n".join(kept.lexicon.words).encode(), dtype=np.uint8),
        "word_weights": kept.lexicon.weights,
    }
    written = ""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
            written = file.name
            np.savez_compressed(file, allow_pickle=False, **arrays)
        Path(written).replace(path)
    except OSError as fault:
        if written and os.path.exists(written):  # noqa: PTH110 a name, not yet a path
            Path(written).unlink()
        raise InputError(f"{path.name}写不进去（{fault.strerror or fault}）。") from fault


def read_model(path: Path) -> Model:
    """Raises InputError where it is not a whole model of this format."""
    try:
        return _model(_arrays(path))
    except FileNotFoundError as fault:
        raise InputError(f"没有分派模型文件{path.name}，请先用 hotline routing train 训练。") from fault
    except (OSError, ValueError, KeyError, EOFError, TypeError, zipfile.BadZipFile, zipfile.LargeZipFile) as fault:
        raise InputError(f"{path.name}不是完整的分派模型文件，或者是别的版本做的，请重新训练。") from fault


def _arrays(path: Path) -> dict[str, npt.NDArray[np.generic]]:
    with zipfile.ZipFile(path) as packed:
        if sum(one.file_size for one in packed.infolist()) > MOST_BYTES:
            raise ValueError("too large")
    with np.load(path, allow_pickle=False) as read:
        return {name: read[name] for name in _ARRAYS}


def _model(arrays: Mapping[str, npt.NDArray[np.generic]]) -> Model:
    try:
        header = Header.model_validate_json(arrays["header"].tobytes())
    except ValidationError as fault:
        raise ValueError("header") from fault
    names = arrays["grams"].tobytes().decode().split("\n")
    grams, labels = len(names), len(header.labels)
    weights = _checked(arrays["weights"], np.dtype(np.float16), (grams, labels))
    vocabulary = Vocabulary(
        grams=names,
        number={gram: at for at, gram in enumerate(names)},
        rarity=_checked(arrays["rarity"], np.dtype(np.float32), (grams,)),
    )
    if grams > MOST_GRAMS or len(vocabulary.number) != grams:
        raise ValueError("grams")
    words = list(filter(None, arrays["words"].tobytes().decode().split("\n")))
    lexicon = Lexicon.of(words, _checked(arrays["word_weights"], np.dtype(np.float32), (len(words), labels)))
    if len(set(words)) != len(words) or (lexicon.weights < 0).any():
        raise ValueError("words")
    classifier = Classifier(
        labels=tuple(header.labels),
        vocabulary=vocabulary,
        weights=weights,
        bias=_checked(arrays["bias"], np.dtype(np.float32), (labels,)),
        lexicon=lexicon,
        sharpness=header.sharpness,
        threshold=header.threshold,
    )
    return Model(header=header, classifier=classifier)


def _checked(
    array: npt.NDArray[np.generic], kind: np.dtype[np.generic], shape: tuple[int, ...]
) -> npt.NDArray[np.float32]:
    if array.dtype != kind or array.shape != shape or not np.isfinite(array.astype(np.float64)).all():
        raise ValueError("shape")
    return array.astype(np.float32)
