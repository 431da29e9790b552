"""Secrets: made once, for the owner only, the same for everybody who asks."""

from __future__ import annotations

import json
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hotline.errors import SetupError
from hotline.settings import Settings
from hotline.telephony.secrets import WEB_PHONE, load_secrets


def test_secrets_are_made_once_and_only_the_owner_reads_them(tmp_path: Path) -> None:
    """A second call finds the same secrets, in a file of mode 600 and nothing beside it."""
    path = tmp_path / "state" / "secrets.json"
    first = load_secrets(path)
    assert load_secrets(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]
    names = (WEB_PHONE, *Settings(desks=999).seats)
    assert len({first.ami, first.gateway, *map(first.phone, names)}) == 2 + 1000
    assert [first.phone(name) for name in names] == [load_secrets(path).phone(name) for name in names]


def test_desks_that_were_there_keep_the_password_of_the_file(tmp_path: Path) -> None:
    """An older file names eight; they stay as they are, and the ninth has a password all the same."""
    path = tmp_path / "secrets.json"
    load_secrets(path)
    found = json.loads(path.read_text())
    path.write_text(json.dumps({**found, "phones": {**found["phones"], "1008": "the-eighth-desk-of-old"}}))
    secrets = load_secrets(path)
    assert secrets.phone("1008") == "the-eighth-desk-of-old"
    assert len(secrets.phone("1009")) >= 24


def test_processes_that_start_together_get_the_same_secrets(tmp_path: Path) -> None:
    """Eight first uses at once end with one file and one set of secrets."""
    path = tmp_path / "secrets.json"
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: load_secrets(path), range(8)))
    assert all(secrets == found[0] for secrets in found)


def test_secrets_do_not_show_in_logs(tmp_path: Path) -> None:
    """The text of the value holds no password."""
    secrets = load_secrets(tmp_path / "secrets.json")
    assert secrets.ami not in repr(secrets)
    assert secrets.phone("1001") not in str(secrets)


@pytest.mark.parametrize("secret", ["short", "x" * 20 + "\n[evil]", "x" * 20 + ";", 5, None])
def test_a_secret_that_would_break_a_configuration_file_is_refused(tmp_path: Path, secret: object) -> None:
    """What somebody edited into the file is not written into Asterisk's configuration unseen."""
    path = tmp_path / "secrets.json"
    load_secrets(path)
    path.write_text(json.dumps({**json.loads(path.read_text()), "ami": secret}))
    with pytest.raises(SetupError, match=r"secrets\.json"):
        load_secrets(path)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"ami": "x", "gateway": "y", "phones": {}}'])
def test_a_damaged_file_is_named_and_kept(tmp_path: Path, text: str) -> None:
    """A file that is not whole is an error that names it; it is never overwritten in silence."""
    path = tmp_path / "secrets.json"
    path.write_text(text)
    with pytest.raises(SetupError, match=r"secrets\.json"):
        load_secrets(path)
    assert path.read_text() == text


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A file where the folder should be is an error with the path in it."""
    (tmp_path / "state").write_text("")
    with pytest.raises(SetupError, match=r"secrets\.json cannot be used"):
        load_secrets(tmp_path / "state" / "secrets.json")
