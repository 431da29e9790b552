"""Where the tests' PostgreSQL is looked for."""

from __future__ import annotations

from pathlib import Path

from hotline.cli.packages import postgresql_programs


def install(root: Path, version: str, *programs: str) -> Path:
    """As Debian lays them down."""
    folder = root / version / "bin"
    folder.mkdir(parents=True)
    for program in programs:
        (folder / program).touch()
    return folder


def test_the_newest_server_is_taken(tmp_path: Path) -> None:
    """15 is newer than 9; a folder with the client alone is none, nor is another folder beside."""
    install(tmp_path, "9", "initdb", "postgres")
    server = install(tmp_path, "15", "initdb", "postgres")
    install(tmp_path, "16", "psql")
    install(tmp_path, "common", "initdb", "postgres")
    assert postgresql_programs(tmp_path) == server
