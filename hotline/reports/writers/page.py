"""A report as a page to be printed: one HTML file that needs no other, and runs nothing. Pure.

Rule: every text is escaped, for names come from people; the page asks nothing of any host.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape

from hotline.reports.figures import Definition, Figure, Kind
from hotline.reports.plots import Plot, Shape, plots_of
from hotline.reports.report import Report, Row, Section
from hotline.reports.writers.drawing import drawing
from hotline.reports.writers.map_drawing import has_map, map_drawing
from hotline.reports.writers.page_style import STYLE
from hotline.reports.writers.wording import (
    NOTHING,
    band_text,
    change_sign,
    parts_text,
    period_text,
    rough_band_text,
    standing,
    value_text,
    with_unit,
)
from hotline.reports.writers.writer import Told, unheard

MOST_COLUMNS = 7
"""Figures of a table, more do not fit on a page; the others stand in a further table."""
_BESIDE = 8
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def write_page(report: Report, told: Told = unheard, /) -> bytes:
    """The whole file, in UTF-8."""
    parts = [*_top(report), *_prose(report)]
    shown = {one.section for one in report.prose}
    for done, section in enumerate(report.sections, 1):
        parts += _cards(section) if len(section.rows) == 1 else _section(report, section, drawn=section.code in shown)
        told(done, len(report.sections))
    parts += _meanings(report.definitions())
    return f"{''.join(parts)}</main></body></html>\n".encode()


def page_top(title: str, heading: str) -> str:
    """A page that is to be printed, up to its heading, within its header. title: of the window and the file."""
    policy = f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    head = f'<meta charset="utf-8">{policy}<title>{escape(title)}</title><style>{STYLE}</style>'
    begin = f'<!doctype html><html lang="zh-CN"><head>{head}</head><body><main><header>'
    return f"{begin}<h1>{escape(heading)}</h1>"


def _top(report: Report) -> Iterator[str]:
    yield page_top(f"{report.title} {period_text(report.period)}", report.title)
    beside = f"上期：{period_text(report.before)}　上年同期：{period_text(report.year_ago)}"
    yield f"<p><b>统计期：{period_text(report.period)}</b>　{beside}</p>"
    yield f"<p>{escape(standing(report))}</p></header>"


def _cards(section: Section) -> Iterator[str]:
    """One row, its figures beside each other."""
    (row,) = section.rows
    name = section.title if not section.by else f"{section.title}：{row.name}"
    yield f'<section><h2>{escape(name)}</h2><div class="cards">'
    for figure in row.figures:
        yield _card(figure)
    yield "</div></section>"


def _card(figure: Figure) -> str:
    definition, amount = figure.definition, figure.amount
    parts, band = parts_text(amount, definition.kind), band_text(amount, definition.kind)
    few = "样本少，不参加排名" if amount.few(definition.kind) and amount.denominator else ""
    told = "　".join(text for text in (parts, f"95%区间 {band}" if band else "", few) if text)
    beside = "　".join(
        f"{name} {value_text(one, definition.kind)}"
        for name, one in (("上期", figure.before), ("上年同期", figure.year_ago))
        if one is not None
    )
    lines = (told, beside, definition.formula)
    body = "".join(f"<p>{escape(line)}</p>" for line in lines if line)
    return f'<div class="card"><h3>{escape(definition.name)}</h3><b>{escape(with_unit(amount, figure))}</b>{body}</div>'


def _prose(report: Report) -> Iterator[str]:
    """What is said in words, each passage with the drawings of its section beside it, which stand there once."""
    known: set[str] = set()
    for passage in report.prose:
        yield f'<section class="prose"><h2>{escape(passage.title)}</h2><div class="passage"><div>'
        yield from (f"<p>{escape(line)}</p>" for line in passage.text.split("\n"))
        yield "</div>"
        if passage.section and passage.section not in known:
            known.add(passage.section)
            section = report.section(passage.section)
            yield f"<div>{''.join(_figures(report, section, most=1))}</div>"
        yield "</div></section>"


def _figures(report: Report, section: Section, most: int | None = None) -> Iterator[str]:
    """The map and the drawings of a section; not more than so many."""
    drawn = []
    if has_map(report, section):
        drawn.append((section.rows[0].figures[0].definition.name, "", map_drawing(report, section)))
    plots = [_shortened(plot) if most else plot for plot in plots_of(section)]
    drawn += [(plot.title, plot.note(), drawing(section, plot)) for plot in plots]
    for title, note, svg in drawn[:most]:
        yield f"<figure><figcaption>{escape(title)}{escape(f'（{note}）' if note else '')}</figcaption>{svg}</figure>"


def _shortened(plot: Plot) -> Plot:
    """What stands beside prose has few rows: the table below has them all."""
    keys = plot.keys[:_BESIDE] if plot.shape is Shape.BARS else plot.keys
    return replace(plot, keys=keys, beyond=plot.beyond + len(plot.keys) - len(keys))


def _section(report: Report, section: Section, *, drawn: bool) -> Iterator[str]:
    """drawn: whether its first drawing stands beside prose already."""
    yield f"<section><h2>{escape(section.title)}</h2>"
    if section.note:
        yield f"<p>{escape(section.note)}</p>"
    if not section.rows:
        yield "<p>期内没有数据</p></section>"
        return
    yield from list(_figures(report, section))[1 if drawn else 0 :]
    count = len(section.rows[0].figures)
    for first in range(0, count, MOST_COLUMNS):
        yield from _table(section.rows, first, min(count, first + MOST_COLUMNS))
    yield "</section>"


def _table(rows: Sequence[Row], first: int, last: int) -> Iterator[str]:
    heads = (f"<th>{escape(_head(one.definition))}</th>" for one in rows[0].figures[first:last])
    yield f"<table><thead><tr><th>名称</th>{''.join(heads)}</tr></thead><tbody>"
    for row in rows:
        cells = "".join(_cell(figure) for figure in row.figures[first:last])
        yield f"<tr><th>{escape(row.label)}</th>{cells}</tr>"
    yield "</tbody></table>"


def _head(one: Definition) -> str:
    return one.name if one.kind is Kind.SHARE else f"{one.name}（{one.unit}）"


def _cell(figure: Figure) -> str:
    """The value, its parts, its place or its band, and how it was in the other periods."""
    kind, amount = figure.definition.kind, figure.amount
    value = value_text(amount, kind)
    if value == NOTHING:
        return f"<td>{NOTHING}</td>"
    few = f"样本少 {rough_band_text(amount, kind)}" if amount.few(kind) and figure.definition.better else ""
    small = " ".join(text for text in (parts_text(amount, kind), f"第{figure.rank}" if figure.rank else "") if text)
    beside = (
        f"{name} {value_text(one, kind)} {change_sign(amount, one, kind)}"
        for name, one in (("上期", figure.before), ("上年", figure.year_ago))
        if one is not None
    )
    return f"<td>{value}{''.join(f'<small>{line}</small>' for line in (small, few, *beside) if line)}</td>"


def _meanings(definitions: Sequence[Definition]) -> Iterator[str]:
    yield '<section class="meanings"><h2>指标口径</h2><table><thead><tr>'
    yield "<th>指标</th><th>计算公式</th><th>统计口径</th><th>依据</th></tr></thead><tbody>"
    for one in definitions:
        texts = (one.formula, one.basis, one.source)
        yield f"<tr><th>{escape(one.name)}</th>{''.join(f'<td>{escape(text)}</td>' for text in texts)}</tr>"
    yield "</tbody></table></section>"
