"""Everything the hotline needs on this machine, made once: a second run finds it all there and downloads nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

from hotline.accounts.service import AccountService
from hotline.cli.applications import add_demo, works_of
from hotline.cli.packages import install_debian, missing_packages, node_environment
from hotline.cli.pdf_setup import provide_pdf
from hotline.cli.progress import step, tell
from hotline.cli.prompts import speak_menus
from hotline.cli.speech import add_models
from hotline.cli.ui import UI, build_ui
from hotline.errors import HotlineError, SetupError
from hotline.ivr.load import load_scripts
from hotline.kb.load import load_city
from hotline.ports import ports_in_use
from hotline.settings import Settings
from hotline.speech.kokoro_install import install_kokoro
from hotline.speech.voices import install_voices
from hotline.storage.engine import open_database
from hotline.storage.migrate import migrate
from hotline.telephony.asterisk_install import find_or_install_asterisk
from hotline.telephony.secrets import load_secrets

CITIZEN = "zm_yunyang"  # who asks in the tests: not the hotline's own voice


def set_up(settings: Settings, *, for_tests: bool = False) -> None:
    """Make everything that is missing, naming each step.

    Raises SetupError with every fault found and what to do.
    """
    check(settings)
    missing = missing_packages(for_tests=for_tests)
    if missing:
        with step(f"Debian packages: {', '.join(missing)}"):
            install_debian(missing)
    provide_pdf(settings.state_dir)
    with step("Node"):
        node = node_environment()
    _all_of(
        lambda: _install_asterisk(settings),
        lambda: _prepare_voice(settings, node, speak=not for_tests),
        lambda: _build_pages(settings),
        lambda: add_models(settings, for_tests=for_tests),
        lambda: _prepare_database(settings),
    )


def _all_of(*works: Callable[[], None]) -> None:
    """Do several things at once; raise one SetupError with what went wrong in all of them."""
    with ThreadPoolExecutor(len(works)) as pool:
        done = [pool.submit(work) for work in works]
    faults = [fault for fault in (work.exception() for work in done) if fault is not None]
    for fault in faults:
        if not isinstance(fault, HotlineError):
            raise fault
    if faults:
        raise SetupError("\n".join(str(fault) for fault in faults))


def check(settings: Settings, *, ports: bool = False) -> None:
    """Look for what can be told before anything is made or started: the state folder, menus, city pack, secrets.

    ports: also whether every port is free. Raises one SetupError with every fault.
    """
    try:
        settings.state_dir.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise SetupError(f"HOTLINE_STATE_DIR = {settings.state_dir} cannot be made: {fault.strerror}.") from fault
    faults = ports_in_use(settings) if ports else []
    for look in (
        lambda: load_secrets(settings.secrets_file),
        lambda: load_scripts(settings.ivr_dir, recorded=settings.recorded_dir),
        lambda: load_city(settings.kb_dir),
    ):
        try:
            look()
        except HotlineError as fault:
            faults.append(fault.message)
    if faults:
        raise SetupError("The hotline cannot start:\n" + "\n".join(faults))


def _install_asterisk(settings: Settings) -> None:
    with step("Asterisk"):
        find_or_install_asterisk(settings)


def _build_pages(settings: Settings) -> None:
    if settings.ui_dir.absolute() == UI / "dist":  # pages that somebody else built are left alone
        build_ui()


def _prepare_voice(settings: Settings, node: Mapping[str, str], *, speak: bool) -> None:
    with step("Voice"):
        install_voices(settings, node)
    if not speak:
        with step("A citizen's voice"):
            install_kokoro(settings.model_copy(update={"voice_name": CITIZEN}), node)
        return
    with step("The menus' prompts, spoken ahead"):
        left = asyncio.run(speak_menus(settings))
    if left:
        tell(f"The menus' prompts: {left}")


def _prepare_database(settings: Settings) -> None:
    async def prepare() -> None:
        await migrate(settings.database)
        database = open_database(settings.database)
        try:
            accounts = AccountService(database)
            is_new = not await accounts.people()
            await accounts.ensure_demo_accounts()
            if is_new:
                await add_demo(database, load_city(settings.kb_dir), works_of(settings))
        finally:
            await database.close()

    with step("Database"):
        asyncio.run(prepare())
