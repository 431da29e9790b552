"""`hotline routing`: train the classifier, ask for departments, check the dispatch directory.

Rule: what is printed of a training file is figures, labels and line numbers, never a citizen's words.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hotline.cli.progress import counting
from hotline.cli.routing_feedback import feedback
from hotline.cli.routing_lines import answer_lines, figure_lines
from hotline.errors import InputError
from hotline.settings import Settings, read_settings
from hotline.tickets.routing.model_file import Model, header_of, read_model, write_model
from hotline.tickets.routing.suggest import Router
from hotline.tickets.routing.training_table import read_examples
from hotline.wiring.routing_pack import RoutingPack, load_routing_pack, model_file

if TYPE_CHECKING:
    from hotline.tickets.routing.training import Trained

app = typer.Typer(help="Which department a ticket belongs to: directory and classifier.", no_args_is_help=True)
app.command()(feedback)
_MOST_SUSPECTS = 20  # lines told


@app.command()
def train(
    files: Annotated[list[Path], typer.Argument(help="CSV files: title,content,label; may have weight, source.")],
    *,
    model: Annotated[Path | None, typer.Option("--model", help="Where to write it.")] = None,
    bare: Annotated[bool, typer.Option("--bare", help="Without what kb/routing_labels.csv says of labels.")] = False,
) -> None:
    """Train the classifier; prints how good it is on rows that it had not seen."""
    from hotline.tickets.routing.training import train as train_model  # noqa: PLC0415 with it comes scikit-learn

    settings = read_settings()
    pack = load_routing_pack(settings.kb_dir)
    path = model or model_file(settings)
    examples, sha256 = read_examples(files)
    with counting("训练") as progress:
        trained = train_model(examples, hints={} if bare else pack.hints, progress=progress)
    header = header_of(
        trained.classifier, trained.figures, sha256=sha256, rows=trained.figures.rows, made=datetime.now(UTC)
    )
    _make_folder(path.parent)
    write_model(path, Model(header=header, classifier=trained.classifier))
    for line in (*figure_lines(trained.figures), *_told(trained)):
        typer.echo(line)
    typer.echo(f"模型{header.version}已写入{path}。")


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise InputError(f"{folder}建不了（{fault.strerror or fault}）。") from fault


def _told(trained: Trained) -> list[str]:
    lines = []
    if trained.left_out:
        few = "、".join(f"{label}（{rows}行）" for label, rows in sorted(trained.left_out.items()))
        lines.append(f"提示：行数太少，没有学这些类别：{few}。")
    if trained.suspects:
        sure = trained.without_suspects
        first = "、".join(
            f"{one.source}:{one.line}" if one.source else str(one.line) for one in trained.suspects[:_MOST_SUSPECTS]
        )
        lines += [
            f"提示：{len(trained.suspects)}行的标签可疑，最可疑的是第{first}行。",
            f"不算可疑的行：准确率{sure.accuracy:.3f}，宏平均F1 {sure.macro_f1:.3f}。",
        ]
    return lines


@app.command()
def suggest(
    *,
    json_lines: Annotated[
        bool, typer.Option("--json", help='A JSON object a line: {"title":..,"content":..,"place":..,"category":..}.')
    ] = False,
    model: Annotated[Path | None, typer.Option("--model", help="The model; left out, the one trained last.")] = None,
    directory: Annotated[bool, typer.Option("--directory/--no-directory", help="Ask the directory first.")] = True,
) -> None:
    """Three departments for each message on the standard input, a line for a line."""
    settings = read_settings()
    pack = load_routing_pack(settings.kb_dir)
    answer_lines(
        _router(settings, pack, model, directory=directory),
        pack,
        sys.stdin.buffer,
        sys.stdout.buffer,
        as_json=json_lines,
    )


def _router(settings: Settings, pack: RoutingPack, model: Path | None, *, directory: bool) -> Router:
    path = model or model_file(settings)
    classifier = read_model(path).classifier if model or path.exists() else None
    return Router(lines=pack.lines if directory else (), classifier=classifier, labels=pack.labels, duties=pack.duties)


@app.command()
def check(
    folder: Annotated[Path | None, typer.Argument(help="A pack's folder; left out, the one in the settings.")] = None,
) -> None:
    """Check the dispatch directory and the labels' table: every fault by file, line and column."""
    pack = load_routing_pack(folder or read_settings().kb_dir)
    leads = len({line.lead for line in pack.lines})
    typer.echo(f"派单目录检查通过：{len(pack.lines)}条，主办单位{leads}个；分类标签{len(pack.labels)}个。")
    if not pack.lines:
        typer.echo("提示：没有dispatch.csv，只能靠文字分类和部门职责。")
    if missing := pack.uncovered:
        typer.echo(f"提示：{len(missing)}个小类在目录里没有：{'、'.join(missing)}。")
