"""The `hotline` command. Each sub-command lives in its own file; here they only get their names."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from hotline.cli import (
    accounts,
    applications,
    deadlines,
    draw,
    kb,
    numbers,
    prompts,
    reports,
    routing,
    speech,
    speech_hear,
    speech_measure,
    ui,
)
from hotline.cli import run as running
from hotline.cli import setup as setting_up
from hotline.cli.check import check_command
from hotline.cli.talk import talk_command
from hotline.cli.ui_weight import page_weights, told
from hotline.errors import HotlineError
from hotline.settings import read_settings

app = typer.Typer(help="The telephone hotline of a city: 12345 and 114.", no_args_is_help=True, add_completion=False)
app.add_typer(accounts.app, name="accounts")
app.add_typer(kb.app, name="kb")
app.add_typer(applications.app, name="applications")
app.add_typer(deadlines.app, name="deadlines")
app.add_typer(draw.app, name="ivr")
app.add_typer(numbers.app, name="numbers")
app.add_typer(prompts.app, name="prompts")
app.add_typer(reports.app, name="reports")
app.add_typer(routing.app, name="routing")
speech.app.command()(speech_hear.hear)
speech.app.command()(speech_measure.measure)
app.add_typer(speech.app, name="speech")
app.command("talk")(talk_command)
app.command("check")(check_command)


@app.command()
def setup(*, for_tests: bool = typer.Option(default=False, help="Also what the tests need.")) -> None:
    """Make everything the hotline needs on this machine."""
    setting_up.set_up(read_settings(), for_tests=for_tests)


@app.command("run")
def run_command(*, setup_first: Annotated[bool, typer.Option("--setup", help="Set up first.")] = False) -> None:
    """Run the hotline in the foreground, until Ctrl-C."""
    settings = read_settings()
    setting_up.check(settings, ports=True)
    if setup_first:
        setting_up.set_up(settings)
    running.run(settings)


@app.command()
def serve(heartbeat_fd: int = typer.Option(-1, help="Pipe to beat on, for a supervisor.")) -> None:
    """Run the controller alone: AMI, AGI and the web."""
    from hotline.wiring.process import run_controller  # noqa: PLC0415 the other commands start faster without it

    run_controller(read_settings(), heartbeat_fd=heartbeat_fd)


@app.command()
def gateway() -> None:
    """Run the SIP gateway alone: browsers' SIP to Asterisk."""
    from hotline.telephony.gateway import run_gateway  # noqa: PLC0415 the other commands start faster without it

    run_gateway(read_settings())


@app.command("openapi")
def openapi_command() -> None:
    """Describe the API anew: docs/openapi.json, and the user interface's types of it."""
    from hotline.cli.openapi import write_description  # noqa: PLC0415 the other commands start faster without it

    write_description()


@app.command("ui-check")
def ui_check() -> None:
    """Lint, type-check and test the user interface."""
    ui.check_ui()


@app.command("ui-weight")
def ui_weight() -> None:
    """What each page of the built user interface loads before it is usable."""
    ui.build_ui()
    print(told(page_weights()))


def main() -> None:
    """Run the command; a fault of ours is one clear text and exit code 1, never a traceback."""
    try:
        app()
    except HotlineError as fault:
        print(fault.message, file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
