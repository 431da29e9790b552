"""The web consoles built from their sources, once for each state of the sources."""

from __future__ import annotations

from hotline.cli.packages import node_environment, run_command, tree_sum
from hotline.cli.progress import step
from hotline.settings import ROOT

UI = ROOT / "agent_ui"
GUIDES = ("../docs/guide/*.md", "../docs/pictures/guide/*.png")  # the help shows them
SOURCES = ("package.json", "package-lock.json", "*.ts", "*.js", "*.html", "src/**/*", "public/**/*", *GUIDES)


def _npm_ci() -> dict[str, str]:
    env = node_environment()
    stamp = UI / "node_modules" / ".hotline-installed"
    wanted = tree_sum(UI, ("package.json", "package-lock.json"))
    if not stamp.exists() or stamp.read_text() != wanted:
        with step("User interface: packages"):
            run_command(["npm", "ci", "--no-audit", "--no-fund"], cwd=UI, env=env)
            stamp.write_text(wanted)
    return env


def build_ui() -> None:
    """Build agent_ui/dist where its sources have changed since the last build."""
    stamp = UI / "dist" / ".hotline-built"
    wanted = tree_sum(UI, SOURCES)
    if stamp.exists() and stamp.read_text() == wanted:
        return
    env = _npm_ci()
    with step("User interface: build"):
        run_command(["npm", "run", "build"], cwd=UI, env=env)
        stamp.write_text(wanted)


def make_types() -> None:
    """Make the types of the server's JSON anew, of docs/openapi.json."""
    env = _npm_ci()
    with step("User interface: types of the server's JSON"):
        run_command(["npm", "run", "types"], cwd=UI, env=env)


def check_ui() -> None:
    """Lint, type-check and test the user interface.

    Raises SetupError with what the failing check said.
    """
    env = _npm_ci()
    for check in ("lint", "types-fresh", "typecheck", "test"):
        with step(f"User interface: {check}"):
            run_command(["npm", "run", check], cwd=UI, env=env)
