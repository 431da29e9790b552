"""Asterisk's configuration, rendered at each start from asterisk_conf/ into the state folder.

A value is written into a file only after it was found harmless there: Asterisk's files know no quoting.
"""

from __future__ import annotations

import hashlib
import ipaddress
import os
import re
from collections.abc import Mapping
from pathlib import Path
from string import Template

from hotline.agents.skill_file import load_skills
from hotline.agents.skills import SkillBook
from hotline.errors import SetupError
from hotline.events import SKILL_LINE
from hotline.settings import EMERGENCIES, ROOT, Settings
from hotline.telephony.addresses import is_loopback, outer_addresses
from hotline.telephony.asterisk_install import InstalledAsterisk, Version, find_or_install_asterisk
from hotline.telephony.secrets import WEB_PHONE, Secrets
from hotline.telephony.static_prompts import write_hold_music, write_nothing

TEMPLATES = ROOT / "asterisk_conf"
AMI_USER = "hotline"
EVENTS = (
    "FullyBooted",
    "QueueCallerJoin",
    "QueueCallerLeave",
    "QueueCallerAbandon",
    "AgentCalled",
    "AgentConnect",
    "AgentRingNoAnswer",
    "DialEnd",
    "QueueMemberStatus",
    "QueueMemberPause",
    "QueueMemberAdded",
    "QueueMemberRemoved",
    "Hold",
    "Unhold",
    "BridgeEnter",
    "BridgeLeave",
    "UserEvent",
    "OriginateResponse",
)
OUTSIDE_SECONDS = 60  # for which a telephone outside rings
OUTGOING_SECONDS = 45  # for which a citizen's telephone rings
DEAD_MAN_SECONDS = 4  # until the controller's first answer to a call
LONGEST_SOCKET = 107  # bytes: sun_path
_DIRECTORIES = ("etc", "lib", "db", "keys", "spool", "log", "run", "custom")


def provision(settings: Settings, secrets: Secrets, installed: InstalledAsterisk | None = None) -> None:
    """Write every file that Asterisk reads, and the folders it writes to.

    installed: which Asterisk it is for; found (or installed) where it is not given.
    Raises SetupError with every setting that cannot be written into Asterisk's files, CityPackError where the city's
    skills are faulty.
    """
    faults = unusable_settings(settings)
    if faults:
        raise SetupError("Asterisk cannot be configured:\n" + "\n".join(faults))
    installed = installed or find_or_install_asterisk(settings)
    values = _values(settings, secrets, installed, outer_addresses())
    files = render(values)
    files["modules.conf"] = without_missing(files["modules.conf"], installed.modules_dir)
    base = settings.asterisk_dir
    try:
        for name in _DIRECTORIES:
            (base / name).mkdir(parents=True, exist_ok=True)
        for folder in (settings.recordings_dir, settings.prompts_dir / "static"):
            folder.mkdir(parents=True, exist_ok=True)
        write_hold_music(settings.prompts_dir / "moh" / "hold-music.wav")
        write_nothing(settings.prompts_dir / "static" / "nothing.wav")
        for name, text in files.items():
            write_whole(base / "etc" / name, text)
    except OSError as fault:
        raise SetupError(f"Asterisk's files cannot be written: {fault.filename}: {fault.strerror}.") from fault


def unusable_settings(settings: Settings) -> list[str]:
    """One sentence for each setting whose value would mean something else in Asterisk's files."""
    faults = []
    state = str(settings.state_dir.absolute())
    if not re.fullmatch(r"[\w/.+@~ -]+", state) or state != state.strip():
        faults.append(
            f"- HOTLINE_STATE_DIR = {state!r}: Asterisk takes only letters, digits, spaces and / . _ - + @ ~ in a path"
        )
    elif len(os.fsencode(settings.asterisk_dir.absolute() / "run" / "asterisk.ctl")) > LONGEST_SOCKET:
        faults.append(
            f"- HOTLINE_STATE_DIR = {state!r}: too long for the socket of Asterisk's console, choose a shorter"
        )
    try:
        ipaddress.ip_address(settings.sip_host)
    except ValueError:
        faults.append(f"- HOTLINE_SIP_HOST = {settings.sip_host!r}: write an IP address; 0.0.0.0 is every interface")
    return faults


def render(values: Mapping[str, str]) -> dict[str, str]:
    """Each configuration file by name; raises SetupError where a template asks for a value that there is not."""
    files = {}
    for path in sorted(TEMPLATES.glob("*.conf.tmpl")):
        try:
            files[path.name.removesuffix(".tmpl")] = Template(path.read_text(encoding="utf-8")).substitute(values)
        except (KeyError, ValueError) as fault:
            raise SetupError(f"The template {path} is not valid: {fault}.") from fault
    return files


def _values(
    settings: Settings, secrets: Secrets, installed: InstalledAsterisk, addresses: tuple[str, ...]
) -> dict[str, str]:
    base = settings.asterisk_dir.absolute()
    first, last = settings.rtp_ports.split("-")
    local = is_loopback(settings.http_host)
    return {
        "base": str(base),
        "etc": str(base / "etc"),
        "modules": str(installed.modules_dir),
        "data": str(installed.data_dir),
        "entity": _entity(base),
        "verbose": "3" if settings.log_level == "debug" else "0",
        "log_levels": "notice,warning,error" + (",verbose(3)" if settings.log_level == "debug" else ""),
        "ami_port": str(settings.ami_port),
        "ami_secret": secrets.ami,
        "event_filters": event_filters(installed.version),
        "asterisk_http_port": str(settings.asterisk_http_port),
        "agi_port": str(settings.agi_port),
        "sip_bind": _bind(settings.sip_host, settings.sip_port),
        "browser_media": "media_address = 127.0.0.1" if local else "; browsers are told every address of this machine",
        "web_phone_secret": secrets.phone(WEB_PHONE),
        "agents": "".join(_agent(name, secrets.phone(name)) for name in settings.seats),
        "first_desk": settings.seats[0],
        "last_desk": settings.seats[-1],
        "rtp_first": first,
        "rtp_last": last,
        "ice": ice(addresses, local=local),
        "queue_ring_seconds": str(settings.queue_ring_seconds),
        "queue_gap": queue_gap(installed.version),
        "skill_gap": queue_gap(installed.version)[3:],
        "skill_lines": skill_lines(load_skills(settings.kb_dir)),
        "dead_man_seconds": str(DEAD_MAN_SECONDS),
        "outside_trunk": settings.outside_trunk,
        "outside_seconds": str(OUTSIDE_SECONDS),
        "emergencies": "|".join(EMERGENCIES),
        "outgoing_seconds": str(OUTGOING_SECONDS),
        "outgoing_number": settings.outgoing_number,
        "outside_line": outside_line(settings.outside_trunk, settings.outside_known),
        "prompts": str(settings.prompts_dir.absolute()),
        "recordings": str(settings.recordings_dir.absolute()),
    }


def without_missing(modules: str, folder: Path) -> str:
    """modules.conf without the `load` lines of modules that this build of Asterisk does not have."""
    lines = modules.splitlines()
    return (
        "\n".join(line for line in lines if not line.startswith("load") or (folder / line.split()[-1]).exists()) + "\n"
    )


def event_filters(version: Version) -> str:
    """The lines of manager.conf that let only the wanted events through.

    Asterisk 20.12, 21.7 and 22.2 compare names; older ones search each event's text.
    """
    exact = version >= (22, 2) or (21, 7) <= version < (22,) or (20, 12) <= version < (21,)
    if exact:
        return "\n".join(f"eventfilter(action(include),name({name})) = " for name in EVENTS)
    return "\n".join(f"eventfilter = Event: {name}" for name in EVENTS)


def queue_gap(version: Version) -> str:
    """The commas of Queue() between its options and the position; Asterisk 21 dropped the macro among them."""
    return "," * (6 if version >= (21,) else 7)


def skill_lines(book: SkillBook) -> str:
    """A line for each skill.

    Of two whose callers wait for the same agent the heavier is served: the first named, and each before the common.
    """
    if not book.skills:
        return "; the city pack names no skill"
    weights = range(len(book.skills), 0, -1)
    return "\n".join(
        f"[{SKILL_LINE}{skill.code}](skill)\nweight = {weight}\n"
        for skill, weight in zip(book.skills, weights, strict=True)
    )


def outside_line(trunk: str, numbers: tuple[str, ...]) -> str:
    """The extensions of the telephones outside, each by the trunk. trunk: its endpoint, "" is none."""
    if not trunk:
        return "; without a trunk there is none"
    return "\n".join(f"exten => {number},1,Dial(PJSIP/{number}@{trunk},{OUTSIDE_SECONDS})" for number in numbers)


def ice(addresses: tuple[str, ...], *, local: bool) -> str:
    """What browsers are told about where the audio is.

    local: the pages are only for this machine. Asterisk never offers 127.0.0.1 of itself, so an outer address is
    offered under that name. Where there is none at all, put any address on lo (docs: 198.51.100.1/32).
    """
    if not local:
        return "; browsers reach this machine by any of its addresses"
    if not addresses:
        return "; this machine has no address but the loopback's: no browser can hear a call until there is one"
    lines = ["ice_deny = 0.0.0.0/0", "ice_deny = ::/0", "ice_permit = 127.0.0.1/32"]
    lines += [f"ice_permit = {address}/32" for address in addresses]
    lines += ["", "[ice_host_candidates]", *(f"{address} => 127.0.0.1" for address in addresses)]
    return "\n".join(lines)


def _agent(name: str, secret: str) -> str:
    return (
        f"[{name}](agent)\naors = {name}\nauth = {name}\n"
        f"[{name}](browser-aor)\nmax_contacts = 1\n"
        f"[{name}](browser-auth)\nusername = {name}\npassword = {secret}\n\n"
    )


def _bind(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ipaddress.ip_address(host).version == 6 else f"{host}:{port}"


def _entity(base: Path) -> str:
    """An identity of this Asterisk in the form of a locally administered MAC, so that it looks for no network card."""
    digest = hashlib.sha256(str(base).encode()).hexdigest()
    return ":".join(["02", *(digest[at : at + 2] for at in range(0, 10, 2))])


def write_whole(path: Path, text: str) -> None:
    """A file of Asterisk, which is never half there. Raises OSError."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)  # passwords are in some of them
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    unfinished.replace(path)
