"""hotline check, hotline ivr draw, hotline ivr schema: what the writer of a menu works with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hotline.cli.check import check_scripts
from hotline.cli.main import app
from hotline.errors import ScriptError
from hotline.ivr.draw import FORMATS, Format, draw
from hotline.ivr.load import load_script, load_scripts
from hotline.ivr.nodes import NODE_TYPES
from hotline.ivr.schema import schema, schema_text
from hotline.settings import ROOT
from tests.fakes.scripts import GOOD

SCRIPTS = load_scripts(ROOT / "ivr_scripts")
HOSTILE = GOOD.replace("type: say,", "type: say, title: '\"]; <b>x</b> & \\',")


def test_the_shipped_menus_pass() -> None:
    """With one line of what they hold."""
    result = CliRunner().invoke(app, ["check"])
    assert result.exit_code == 0
    assert "语音菜单检查通过：114有" in result.output


def test_files_and_folders_are_checked(tmp_path: Path) -> None:
    """All the faults of what is named, and of nothing else; a file among its neighbours."""
    (tmp_path / "good.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "bad.yaml").write_text(GOOD.replace("next: person", "next: nobody"), encoding="utf-8")
    (tmp_path / "worse.yaml").write_text("[", encoding="utf-8")
    onward = GOOD.replace("type: say, prompt: hello, next: person", "type: go_to, script: good")
    (tmp_path / "onward.yaml").write_text(onward.replace("  hello: {zh-CN: 您好}\n", ""), encoding="utf-8")
    named = [tmp_path / "good.yaml", tmp_path / "onward.yaml"]
    assert [script.name for script in check_scripts(named)] == ["good", "onward"]
    with pytest.raises(ScriptError, match=r"(?s)bad\.yaml:8: .*worse\.yaml:1: "):
        check_scripts([tmp_path])
    with pytest.raises(ScriptError, match="There is no"):
        check_scripts([tmp_path / "none.yaml"])
    result = CliRunner().invoke(app, ["check", str(tmp_path / "bad.yaml")])
    assert result.exit_code == 1
    assert "worse" not in str(result.exception)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", SCRIPTS)
def test_every_node_and_every_way_on_is_drawn(name: str, form: Format) -> None:
    """Each node by its name and title, each of its ways by an arrow."""
    script = SCRIPTS[name]
    picture = draw(script, form)
    for node in script.nodes:
        assert f"{node} · " in picture
    ways = sum(len(node.targets()) for node in script.nodes.values()) + len(script.entries)
    assert sum(" -> " in line or "-->" in line or "-.->" in line for line in picture.splitlines()) == ways


def test_a_title_cannot_break_the_picture(tmp_path: Path) -> None:
    """Quotes, brackets and back strokes stay within their label."""
    path = tmp_path / "test.yaml"
    path.write_text(HOSTILE, encoding="utf-8")
    script = load_script(path)
    assert '"#quot;]; #lt;b#gt;x#lt;/b#gt; #amp; \\<br/>hello · say"' in draw(script)
    assert '"\\"]; <b>x</b> & \\\\\\nhello · say"' in draw(script, "dot")


def test_the_commands_draw_one_line_or_all() -> None:
    """To the terminal; a line that is not there is told."""
    runner = CliRunner()
    assert runner.invoke(app, ["ivr", "draw", "114"]).output.count("flowchart TD") == 1
    assert runner.invoke(app, ["ivr", "draw", "--format", "dot"]).output.count("digraph") == 2
    assert "12345" in str(runner.invoke(app, ["ivr", "draw", "999"]).exception)


def test_the_schema_is_the_one_in_the_docs() -> None:
    """Made anew by: hotline ivr schema > docs/ivr.schema.json."""
    assert (ROOT / "docs" / "ivr.schema.json").read_text(encoding="utf-8") == schema_text()
    assert CliRunner().invoke(app, ["ivr", "schema"]).output == schema_text()


def test_the_schema_knows_every_node_type() -> None:
    """With its fields, what must be there, and what it is for."""
    told = json.loads(schema_text())
    assert told == schema()
    mapping = told["properties"]["nodes"]["additionalProperties"]["discriminator"]["mapping"]
    assert set(mapping) == set(NODE_TYPES)
    menu = told["$defs"]["Menu"]
    assert {"type", "keys", "prompt", "wrong"} <= set(menu["required"])
    assert menu["additionalProperties"] is False
    assert menu["properties"]["keys"]["additionalProperties"] is False
    assert menu["description"].startswith("Asks for one key")
