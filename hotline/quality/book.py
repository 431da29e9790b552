"""kb/quality.yaml read, with every fault of it at once.

Rule: all or nothing; a city pack without the file has no quality inspection, and says so.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from pydantic import ValidationError

from hotline.errors import CityPackError
from hotline.ivr.pack_file import read_pack_file
from hotline.ivr.source import Source
from hotline.quality.form import WHOLE, Answer
from hotline.quality.rules import Book
from hotline.quality.written import WrittenBook, WrittenItem, sentence_of

FILE = "quality.yaml"
MOST_BYTES = 200_000


def load_book(kb_dir: Path, categories: Collection[str] = ()) -> Book | None:
    """The rules and the form of a city, None where it has none.

    categories: the codes that a rule may name, none where they are not known here. Raises CityPackError, every fault by
    line and field.
    """
    path = kb_dir / FILE
    if not path.exists():
        return None
    source = read_pack_file(path, most=MOST_BYTES, kind="质检规则")
    written = None if source.value is None and source.faults else _parsed(source)
    if written is not None:
        _look(written, source, categories)
    if source.faults or written is None:
        told = sorted({(fault.line, fault.where, fault.what) for fault in source.faults})
        lines = [
            f"- {FILE}:{line} {where}: {what}" if where else f"- {FILE}:{line}: {what}" for line, where, what in told
        ]
        raise CityPackError(f"质检规则有{len(lines)}处错误：\n" + "\n".join(lines), faults=tuple(source.faults))
    return Book(
        form=written.form.form(),
        rules=tuple(rule.rule() for rule in written.rules),
        appeal_days=written.appeal.days,
        conduct_days=written.conduct_days,
        words=written.words.words(),
    )


def _parsed(source: Source) -> WrittenBook | None:
    try:
        return WrittenBook.model_validate(source.value)
    except ValidationError as fault:
        for error in fault.errors():
            source.fault(tuple(str(part) for part in error["loc"]), sentence_of(error))
    return None


def _look(written: WrittenBook, source: Source, categories: Collection[str]) -> None:
    """What only the whole file shows."""
    items = written.form.items
    _twice([one.code for one in items], ("form", "items"), source)
    for place, item in enumerate(items):
        _look_at(item, place, source)
    points = sum(one.points for one in items)
    if points != WHOLE:
        source.fault(("form", "items"), f"各项分值合计应为{WHOLE}分，现在是{points}分")
    _twice([one.code for one in written.rules], ("rules",), source)
    for place, rule in enumerate(written.rules):
        for name, what in rule.faults().items():
            source.fault(("rules", str(place), name), what)
        for inner, code in enumerate(rule.categories):
            if categories and code not in categories:
                where = ("rules", str(place), "categories", str(inner))
                source.fault(where, f"categories.yaml里没有类别“{code}”，请写那里的编号")


def _look_at(item: WrittenItem, place: int, source: Source) -> None:
    where = ("form", "items", str(place))
    if len(set(item.answers)) < len(item.answers):
        source.fault((*where, "answers"), "同一个选项写了两次，请删去一个")
    if not {Answer.YES, Answer.NO} <= set(item.answers):
        source.fault((*where, "answers"), "至少要有是和否")
    if not item.points and item.fatal is None:
        source.fault((*where, "points"), "没有分值的项目要写fatal（评否时总分最多几分），不然评了也没有用")


def _twice(codes: list[str], where: tuple[str, ...], source: Source) -> None:
    seen: dict[str, int] = {}
    for place, code in enumerate(codes):
        if seen.setdefault(code, place) != place:
            line = source.lines.get((*where, str(seen[code])), 1)
            source.fault((*where, str(place), "code"), f"编号“{code}”和第{line}行重复，请换一个")
