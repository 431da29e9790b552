"""Asterisk's files: all rendered, nothing left open, nothing smuggled in by a setting."""

from __future__ import annotations

import re
import stat
import wave
from pathlib import Path

import pytest

from hotline.errors import SetupError
from hotline.settings import Settings
from hotline.telephony.apt_sources import debian_mirror
from hotline.telephony.asterisk_install import InstalledAsterisk, find_or_install_asterisk, parse_version
from hotline.telephony.provisioning import (
    EVENTS,
    TEMPLATES,
    event_filters,
    ice,
    outside_line,
    provision,
    queue_gap,
    unusable_settings,
)
from hotline.telephony.secrets import load_secrets
from hotline.telephony.static_prompts import STATIC_PROMPTS


@pytest.fixture
def installed(tmp_path: Path) -> InstalledAsterisk:
    """A folder that looks like a copy of Asterisk 22."""
    modules = tmp_path / "copy" / "usr" / "lib" / "x86_64-linux-gnu" / "asterisk" / "modules"
    modules.mkdir(parents=True)
    for name in ("app_queue.so", "codec_opus_open_source.so"):
        (modules / name).touch()
    root = tmp_path / "copy"
    return InstalledAsterisk(root=root, binary=root / "usr" / "sbin" / "asterisk", version=(22, 10, 1))


def files_of(settings: Settings, installed: InstalledAsterisk) -> dict[str, str]:
    """Every file that provisioning writes, by name."""
    provision(settings, load_secrets(settings.secrets_file), installed)
    return {path.name: path.read_text() for path in (settings.asterisk_dir / "etc").iterdir()}


def test_every_template_becomes_a_file_with_nothing_left_open(tmp_path: Path, installed: InstalledAsterisk) -> None:
    """No template is forgotten and no placeholder survives; what stays is the dialplan's own ${...} and $[...]."""
    files = files_of(Settings(state_dir=tmp_path / "state"), installed)
    assert sorted(files) == sorted(path.name.removesuffix(".tmpl") for path in TEMPLATES.glob("*.tmpl"))
    for name, text in files.items():
        rest = text if name != "extensions.conf" else re.sub(r"\$[{\[]|\$(?=\)}|\" )", "", text)
        assert "$" not in rest, name


def test_everything_is_in_the_state_folder_and_closed_to_others(tmp_path: Path, installed: InstalledAsterisk) -> None:
    """Each folder of asterisk.conf is ours or the copy's, and the files with passwords are for the owner only."""
    state = tmp_path / "state"
    files = files_of(Settings(state_dir=state), installed)
    for path in re.findall(r"(?m)^ast\w+ => (.+)$", files["asterisk.conf"]):
        assert path.startswith((str(state), str(tmp_path / "copy"))), path
    for path in (state / "asterisk" / "etc").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_ami_and_http_listen_on_the_loopback_only(tmp_path: Path, installed: InstalledAsterisk) -> None:
    """Whatever the web server's and SIP's addresses are."""
    settings = Settings(state_dir=tmp_path / "state", http_host="0.0.0.0", sip_host="0.0.0.0")
    files = files_of(settings, installed)
    for name in ("manager.conf", "http.conf"):
        assert re.findall(r"(?m)^bindaddr = (.+)$", files[name]) == ["127.0.0.1"]
    assert "media_address" not in files["pjsip.conf"]
    assert "ice_host_candidates" not in files["rtp.conf"]


@pytest.mark.parametrize(
    "folder", ["a;b", "a\n[evil]", "a,b", "a$(id)", "a${X}", "a&b", 'a"b', "a|b", "a>b", "x" * 120, "a "]
)
def test_a_state_folder_that_asterisk_would_misread_is_refused(
    tmp_path: Path, installed: InstalledAsterisk, folder: str
) -> None:
    """Such a path is an error before anything is written, not a line in a configuration file."""
    settings = Settings(state_dir=tmp_path / folder)
    with pytest.raises(SetupError, match="HOTLINE_STATE_DIR"):
        provision(settings, load_secrets(tmp_path / "secrets.json"), installed)
    assert not settings.asterisk_dir.exists()


@pytest.mark.parametrize("host", ["0.0.0.0:99\n[evil]", "somewhere", "", "127.0.0.1;"])
def test_a_sip_address_that_is_none_is_refused(tmp_path: Path, host: str) -> None:
    """SIP listens on an IP address, and nothing else gets into its file."""
    faults = unusable_settings(Settings(state_dir=tmp_path, sip_host=host))
    assert len(faults) == 1
    assert "HOTLINE_SIP_HOST" in faults[0]


def test_every_desk_of_the_setting_has_a_telephone_that_colleagues_can_dial(
    tmp_path: Path, installed: InstalledAsterisk
) -> None:
    """Three hundred desks are 1001 to 1300, and an agent may dial those and no other."""
    files = files_of(Settings(state_dir=tmp_path / "state", desks=300), installed)
    assert len(re.findall(r"(?m)^\[1\d{3}\]\(agent\)$", files["pjsip.conf"])) == 300
    assert "[1300](agent)" in files["pjsip.conf"]
    assert "[${EXTEN} < 1001 | ${EXTEN} > 1300]?closed" in files["extensions.conf"]


@pytest.mark.parametrize("desks", [7, 1000])
def test_a_number_of_desks_that_has_no_extensions_is_refused(desks: int) -> None:
    """Fewer than the demo accounts need, and more than 1001 to 1999."""
    with pytest.raises(ValueError, match="desks"):
        Settings(desks=desks)


def test_modules_that_this_build_lacks_are_left_out(tmp_path: Path, installed: InstalledAsterisk) -> None:
    """Optional modules are named only where they exist, so a start logs no error."""
    modules = files_of(Settings(state_dir=tmp_path / "state"), installed)["modules.conf"]
    assert "load = codec_opus_open_source.so" in modules
    assert "load = codec_opus.so" not in modules
    assert "require = app_queue.so" in modules
    assert "autoload = no" in modules


def test_strangers_reach_the_numbers_and_nothing_else(tmp_path: Path, installed: InstalledAsterisk) -> None:
    """A citizen's context holds the two numbers, takes no patterns and includes nothing."""
    dialplan = files_of(Settings(state_dir=tmp_path / "state"), installed)["extensions.conf"]
    for context in ("from-citizen", "from-web-phone"):
        body = dialplan.split(f"[{context}]")[1].split("\n[")[0]
        assert set(re.findall(r"exten => ([^,]+),", body)) == {"12345", "114"}
        assert "include" not in body
    assert "System(" not in dialplan
    assert "TrySystem(" not in dialplan


def test_a_menu_connects_to_emergencies_and_to_the_numbers_of_the_settings_only(
    tmp_path: Path, installed: InstalledAsterisk
) -> None:
    """Each by the trunk; every other number is refused; without a trunk there is none."""
    settings = Settings(state_dir=tmp_path / "state", outside_trunk="carrier", outside_numbers="96119,110")
    body = files_of(settings, installed)["extensions.conf"].split("[outside-line]")[1].split("\n[")[0]
    dialled = dict(re.findall(r"exten => ([^,]+),1,(.+)", body))
    assert dialled.pop("_X!") == "Hangup(21)"
    assert dialled == {number: f"Dial(PJSIP/{number}@carrier,60)" for number in ("110", "119", "120", "122", "96119")}
    assert "Dial" not in outside_line("", ("96119",))


@pytest.mark.parametrize(
    "given",
    [
        {"outside_trunk": "a,b"},
        {"outside_trunk": "carrier\n"},
        {"outside_trunk": "1001"},
        {"outside_numbers": "96119;110"},
        {"outside_numbers": "1,2"},
        {"outside_numbers": "110\nexten"},
    ],
)
def test_a_trunk_or_number_that_asterisk_would_misread_is_refused(given: dict[str, str]) -> None:
    """Before anything is written."""
    with pytest.raises(ValueError, match="write"):
        Settings(**given)


def test_only_wanted_events_pass_in_the_way_this_version_understands() -> None:
    """New versions compare names; old ones search the text; both name every wanted event."""
    assert event_filters((22, 10, 1)).startswith("eventfilter(action(include),name(FullyBooted)) =")
    assert event_filters((20, 6)).startswith("eventfilter = Event: FullyBooted")
    assert all(name in event_filters((20, 6)) for name in EVENTS)


def test_the_position_in_queue_stands_where_this_version_looks_for_it() -> None:
    """Asterisk 20 has one more argument before the position than 21 and later."""
    assert len(queue_gap((20, 6))) == len(queue_gap((22, 10))) + 1


def test_browsers_on_this_machine_are_told_the_loopback() -> None:
    """Each outer address is offered as 127.0.0.1, and only those; a LAN's browsers get the real addresses."""
    text = ice(("192.0.2.2", "198.51.100.7"), local=True)
    assert "192.0.2.2 => 127.0.0.1" in text
    assert "ice_permit = 198.51.100.7/32" in text
    assert "ice_permit = 127.0.0.1/32" in text
    assert "=>" not in ice((), local=True)
    assert "=>" not in ice(("192.0.2.2",), local=False)


def test_hold_music_is_16_bit_and_made_once(tmp_path: Path, installed: InstalledAsterisk) -> None:
    """Asterisk plays 8 kHz 16-bit mono; the second start leaves the file as it is."""
    settings = Settings(state_dir=tmp_path / "state")
    files_of(settings, installed)
    path = settings.prompts_dir / "moh" / "hold-music.wav"
    with wave.open(str(path)) as file:
        assert (file.getframerate(), file.getsampwidth(), file.getnchannels()) == (8000, 2, 1)
        assert file.getnframes() > 8000 * 20
    made = path.stat().st_mtime_ns
    files_of(settings, installed)
    assert path.stat().st_mtime_ns == made


@pytest.mark.parametrize("way", ["key", "survey"])
def test_a_menu_that_comes_later_is_told_how_the_caller_was_spoken_to(
    tmp_path: Path, installed: InstalledAsterisk, way: str
) -> None:
    """Language and pace, of which only letters and hyphens reach the controller."""
    dialplan = files_of(Settings(state_dir=tmp_path / "state"), installed)["extensions.conf"]
    asked = next(line for line in dialplan.splitlines() if f"AGI(${{CONTROLLER}}/{way}?" in line)
    for name, variable in (("language", "HOTLINE_LANGUAGE"), ("pace", "HOTLINE_PACE")):
        assert f"&{name}=${{FILTER(-a-zA-Z,${{{variable}}})}}" in asked


def test_the_dialplan_plays_only_prompts_that_set_up_makes(tmp_path: Path, installed: InstalledAsterisk) -> None:
    """Each static file that the dialplan names has a text for the voice."""
    dialplan = files_of(Settings(state_dir=tmp_path / "state"), installed)["extensions.conf"]
    assert set(re.findall(r"Playback\(\$\{STATIC\}/([\w-]+)\)", dialplan)) <= set(STATIC_PROMPTS)


def test_versions_are_read_from_what_asterisk_prints() -> None:
    """Debian's, certified and foreign texts."""
    assert parse_version("Asterisk 22.10.1+dfsg+~cs6.17.6-1") == (22, 10, 1)
    assert parse_version("Asterisk certified/20.7-cert1") == (20, 7)
    assert parse_version("something else") == ()


def test_a_given_asterisk_that_is_none_is_refused(tmp_path: Path) -> None:
    """A wrong HOTLINE_ASTERISK is told, and nothing is installed in its place."""
    with pytest.raises(SetupError, match="HOTLINE_ASTERISK"):
        find_or_install_asterisk(Settings(state_dir=tmp_path, asterisk=str(tmp_path)))


def test_a_program_too_old_is_refused(tmp_path: Path) -> None:
    """An Asterisk 18 is not used even where it is asked for."""
    program = tmp_path / "asterisk"
    program.write_text("#!/bin/sh\necho Asterisk 18.9.0\n")
    program.chmod(0o755)
    with pytest.raises(SetupError, match="20 or newer"):
        find_or_install_asterisk(Settings(state_dir=tmp_path, asterisk=str(program)))


def test_a_copy_that_is_there_is_used_as_it_is(tmp_path: Path) -> None:
    """Whoever made it, a copy that starts and has its modules is neither removed nor made again."""
    copy = tmp_path / "asterisk-copy"
    program, modules = copy / "usr" / "sbin" / "asterisk", copy / "usr" / "lib" / "asterisk" / "modules"
    for folder in (program.parent, modules):
        folder.mkdir(parents=True)
    (modules / "app_queue.so").touch()
    program.write_text("#!/bin/sh\necho Asterisk 22.1.0\n")
    program.chmod(0o755)
    found = find_or_install_asterisk(Settings(state_dir=tmp_path))
    assert (found.root, found.version, found.modules_dir) == (copy, (22, 1, 0), modules)


def test_the_mirror_is_the_hosts_own(tmp_path: Path) -> None:
    """Both forms of apt's sources are read; security archives and disabled ones are passed over."""
    folder = tmp_path / "sources.list.d"
    folder.mkdir()
    with pytest.raises(SetupError, match="no Debian mirror"):
        debian_mirror(tmp_path)
    (folder / "debian.sources").write_text(
        "Types: deb\nURIs: http://security.invalid/x\nSuites: bookworm-security\nComponents: main\n\n"
        "Types: deb\nEnabled: no\nURIs: http://off.invalid/debian\nSuites: bookworm\nComponents: main\n\n"
        "# mine\nTypes: deb deb-src\nURIs: http://two.invalid/debian\nSuites: bookworm\nComponents: main\n"
    )
    assert debian_mirror(tmp_path) == "http://two.invalid/debian"
    (tmp_path / "sources.list").write_text(
        "# deb http://no.invalid/ x main\ndeb [signed-by=/k.gpg arch=amd64] http://one.invalid/debian bookworm main\n"
    )
    assert debian_mirror(tmp_path) == "http://one.invalid/debian"
