"""`hotline run`: Asterisk, the SIP gateway and the controller in the foreground, until Ctrl-C."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import sys
import time

import aiohttp

from hotline.cli.progress import step
from hotline.cli.prompts import write_static_prompts
from hotline.cli.supervisor import Child, Supervisor
from hotline.errors import SetupError
from hotline.ports import ports_in_use
from hotline.settings import Settings
from hotline.telephony.asterisk_install import find_or_install_asterisk
from hotline.telephony.asterisk_process import start_command, wait_booted
from hotline.telephony.provisioning import provision
from hotline.telephony.secrets import load_secrets

READY_SECONDS = 40.0
OPEN_FILES = 65_536


def run(settings: Settings) -> None:
    """Run the hotline until SIGINT or SIGTERM; every process it started is stopped before it returns.

    Raises SetupError where it cannot start, with nothing left running.
    """
    _raise_open_files()
    asyncio.run(_run(settings))


def _raise_open_files() -> None:
    """As many open files as we may: a call takes half a dozen in Asterisk, and 1,024 is the usual start."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if most == resource.RLIM_INFINITY else min(OPEN_FILES, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def _refuse_taken_ports(settings: Settings) -> None:
    """Raises SetupError that names every port which another program holds, and the setting that moves it."""
    faults = ports_in_use(settings)
    if faults:
        raise SetupError("The hotline cannot start:\n" + "\n".join(faults))


async def _run(settings: Settings) -> None:
    began = time.monotonic()
    _refuse_taken_ports(settings)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    supervisor = Supervisor(lambda sentence: print(f"  {sentence}", flush=True))
    starting = asyncio.create_task(_start(settings, supervisor))
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({starting, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            starting.result()
            print(_welcome(settings, time.monotonic() - began), flush=True)
            await stopping
    finally:
        for task in (starting, stopping):
            task.cancel()
        await asyncio.gather(starting, stopping, return_exceptions=True)
        print("\nStopping ...", flush=True)
        await supervisor.stop()
        print("Stopped.", flush=True)


async def _start(settings: Settings, supervisor: Supervisor) -> None:
    logs = settings.state_dir / "logs"
    installed = find_or_install_asterisk(settings)
    secrets = load_secrets(settings.secrets_file)
    with step("Prompts that Asterisk plays by itself"):
        await write_static_prompts(settings)
    provision(settings, secrets)
    # the children read the settings of this process, also those that came from hotline.toml
    env = {**os.environ, **_as_environment(settings)}
    with step("Asterisk"):
        supervisor.start(
            Child(
                name="Asterisk",
                command=lambda _: start_command(installed, settings),
                log=logs / "asterisk.log",
                env=env,
            )
        )
        await wait_booted(installed, settings)
    hotline = [sys.executable, "-m", "hotline.cli.main"]
    supervisor.start(
        Child(name="SIP gateway", command=lambda _: [*hotline, "gateway"], log=logs / "gateway.log", env=env)
    )
    supervisor.start(
        Child(
            name="Controller",
            command=lambda pipe: [*hotline, "serve", "--heartbeat-fd", str(pipe)],
            log=logs / "controller.log",
            beats=True,
            env=env,
        )
    )
    with step("Controller"):
        await _until_ready(settings)


def _as_environment(settings: Settings) -> dict[str, str]:
    return {f"HOTLINE_{name.upper()}": str(value) for name, value in settings.model_dump().items()}


async def _until_ready(settings: Settings) -> None:
    url = f"http://{settings.local_host}:{settings.http_port}/health/ready"
    deadline = time.monotonic() + READY_SECONDS
    last = "it does not answer"
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=2)) as session:
        while time.monotonic() < deadline:
            try:
                async with session.get(url) as response:
                    if response.status == 200:
                        return
                    last = await response.text()
            except (aiohttp.ClientError, TimeoutError):
                pass
            await asyncio.sleep(0.1)
    raise SetupError(
        f"The controller was not ready after {READY_SECONDS:.0f} s: {last}. See {settings.state_dir / 'logs'}."
    )


def _welcome(settings: Settings, seconds: float) -> str:
    web = f"http://{settings.local_host}:{settings.http_port}"
    return f"""
  The hotline is up ({seconds:.1f} s).

  Agent's console   {web}/        users agent1 ... agent4, supervisor1, handler3 and admin1, password hotline-demo
  Citizen's phone   {web}/phone   in a second browser window
  Any SIP phone     sip:12345@{settings.local_host}:{settings.sip_port}

  To place a call: sign in as agent1, press 示闲 (ready), open {web}/phone, press "12345".
  Ctrl-C stops everything.
"""
