"""`hotline speech measure`: what the machine bears of a model, measured anew, for whoever changed the machine."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from hotline.cli.progress import step
from hotline.errors import EarError
from hotline.settings import read_settings
from hotline.speech.ear.bearing import measure as measured
from hotline.speech.ear.models import check_model
from hotline.speech.ear.pool import worker_command


def measure(
    model: Annotated[str, typer.Option(help="As `hotline speech list` names it; else those of the settings.")] = "",
) -> None:
    """Measure how many streams the machine bears, and keep that for the next start of the hotline."""
    settings = read_settings()
    names = [name for name in dict.fromkeys((model,) if model else (settings.ear, settings.conversation_ear)) if name]
    if not names:
        raise EarError("No speech model is named: --model NAME, or HOTLINE_EAR (hotline speech list).")
    for name in names:
        folder = settings.ear_dir / name
        with step(f"Speech model {name}"):
            found = asyncio.run(measured(check_model(folder), settings.ear_dir, worker_command(folder), anew=True))
        typer.echo(
            f"{name}：同时听写{found.dictation}路，或按词表{found.words}路；测前每核负载{found.load:.2f}，测时得到{found.got:.0%}的处理器时间。"
        )
        if not found.is_calm:
            typer.echo("测的时候机器正忙，热线下次启动时会再测，取两次中多的。")
    if settings.ear_streams:
        typer.echo(f"设置了HOTLINE_EAR_STREAMS={settings.ear_streams}，热线用的是它。")
