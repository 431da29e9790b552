"""hotline talk: the script in a terminal."""

from __future__ import annotations

from hotline.cli.talk import talk
from hotline.ivr.load import load_script
from hotline.settings import ROOT
from tests.fakes.channel import FakeLookUps


async def _heard(line: str, entry: str, *typed: str) -> str:
    lines = iter(typed)
    written: list[str] = []
    script = load_script(ROOT / "ivr_scripts" / f"{line}.yaml")
    await talk(script, FakeLookUps(), lambda: next(lines, None), written.append, entry=entry)
    return "\n".join(written)


async def test_a_new_call_goes_to_a_person() -> None:
    """The greeting, then the queue."""
    heard = await _heard("12345", "start")
    assert heard.startswith("您好")
    assert heard.endswith("[转人工 hotline]")


async def test_many_keys_in_one_line_are_taken_one_after_the_other() -> None:
    """What one question does not take is left for the next."""
    heard = await _heard("12345", "menu", "3 202611210001#", "0")
    assert "您的工单正在办理。" in heard
    assert heard.endswith("[转人工 hotline]")


async def test_an_empty_line_is_silence_and_the_end_a_hang_up() -> None:
    """The question is asked again; then the input ends."""
    heard = await _heard("114", "start", "")
    assert heard.count("查询部门电话和地址") == 2
    assert heard.endswith("[来电人挂机]")
