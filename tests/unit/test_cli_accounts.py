"""`hotline accounts` as whoever runs a city's hotline uses it, on a small city and a real database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from hotline.cli.accounts import app
from hotline.errors import ConflictError, InputError, NotFoundError
from tests.unit.test_kb_faults import CATEGORIES, CITY, DEPARTMENTS, PROCEDURES, TABLE

PASSWORD = "a long enough one\n"
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a command in this city; what it raised is raised. typed: what is piped in."""
    pack = tmp_path / "kb"
    (pack / "procedures").mkdir(parents=True)
    for name, text in (("city.yaml", CITY), ("categories.yaml", CATEGORIES), ("departments.csv", DEPARTMENTS)):
        (pack / name).write_text(text, encoding="utf-8")
    (pack / TABLE).write_text(PROCEDURES, encoding="utf-8")
    env = {"HOTLINE_STATE_DIR": str(tmp_path / "state"), "HOTLINE_KB_DIR": str(pack), "COLUMNS": "160"}

    def run(*arguments: str, typed: str = PASSWORD) -> Result:
        return CliRunner().invoke(app, list(arguments), input=typed, env=env, catch_exceptions=False)

    return run


def test_a_desk_may_be_any_that_the_setting_has(run: Run) -> None:
    """The fortieth of forty is taken; the one after it is refused with what there is."""
    agent = ("add", "--name", "李伟", "--role", "agent", "--extension")
    assert "分机1040" in run(*agent, "1040", "li.wei").output
    with pytest.raises(InputError, match="可用的是1001到1040"):
        run(*agent, "1041", "wang.fang")


def test_a_city_makes_its_accounts(run: Run) -> None:
    """A handler by the department's name, an agent with an extension; the list masks the mobile."""
    handler = ("add", "gaj1", "--name", "王芳", "--role", "handler", "--department", "市公安局")
    assert "已建立：gaj1 王芳，单位经办人，单位01" in run(*handler, "--phone", "+86 13800138000").output
    agent = run("add", "li.wei", "--name", "李伟", "--role", "agent", "--extension", "1006").output
    assert "分机1006" in agent
    assert "不用重新启动" in agent
    told = run("list").output
    assert "138****8000" in told
    assert "13800138000" not in told
    assert "01 市公安局" in told
    assert "已修改：gaj1 王芳芳" in run("change", "gaj1", "--name", "王芳芳", "--phone", "").output
    assert "138" not in run("list").output
    assert "已停用" in run("disable", "li.wei").output
    assert "已停用" in run("list").output
    assert "密码已经换了" in run("password", "gaj1", typed="quite another one\n").output
    assert "已修改" in run("change", "li.wei", "--enable", "--extension", "1007").output


@pytest.mark.parametrize(
    ("arguments", "typed", "told"),
    [
        (("add", "a", "--name", "甲", "--role", "admin"), PASSWORD, "用户名应为2到32个"),
        (("add", "aa", "--name", "甲", "--role", "admin"), "short\n", "密码应有8到1024个字符"),
        (("add", "aa", "--name", "甲", "--role", "admin"), "", "密码应有8到1024个字符"),
        (("add", "aa", "--name", "甲", "--role", "handler", "--department", "市消防局"), PASSWORD, "没有“市消防局”"),
        (("add", "aa", "--name", "甲", "--role", "agent", "--extension", "9999"), PASSWORD, "没有这个分机"),
    ],
)
def test_what_is_wrong_is_one_sentence(run: Run, arguments: tuple[str, ...], typed: str, told: str) -> None:
    """Never a traceback, and nothing is kept."""
    with pytest.raises(InputError, match=told):
        run(*arguments, typed=typed)
    assert "甲" not in run("list").output


def test_a_name_is_given_once_and_an_unknown_one_is_told(run: Run) -> None:
    """Whatever is to be done to it."""
    run("add", "aa", "--name", "甲", "--role", "admin")
    with pytest.raises(ConflictError, match="已经有aa"):
        run("add", "aa", "--name", "乙", "--role", "admin")
    for arguments in (("change", "nobody", "--name", "乙"), ("disable", "nobody"), ("password", "nobody")):
        with pytest.raises(NotFoundError, match="没有nobody这个账号"):
            run(*arguments)


def test_no_command_takes_a_password_as_an_argument(run: Run) -> None:
    """It would stay in the shell's history."""
    for command in ("add", "change", "password"):
        assert "--password" not in run(command, "--help").output
