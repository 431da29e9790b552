"""What the lines of other cities answer, by the keys of 114: at most four key strokes from pick-up.

A code, a number or a spelling that is typed is one answer, which its # ends, and counts as one of the four.
"""

from __future__ import annotations

import pytest

from hotline.cli.talk import lines_of
from hotline.cli.walk import Walk
from hotline.ivr.load import load_scripts
from hotline.settings import ROOT
from tests.fakes.keys import MOST_MENU_KEYS, answers, menu_keys
from tests.fakes.town import FakeLookUps

SCRIPTS = load_scripts(ROOT / "ivr_scripts")


@pytest.mark.parametrize(
    ("row", "entries", "heard"),
    [
        ("Hengshui: a problem is reported to a person", "0", "正在为您转接人工服务"),
        ("Hengshui: a problem is left as a message", "5,2,路灯不亮", "您的留言已经收到"),
        ("Hengshui: a department's window", "1,1,11", "教育局，地址人民路"),
        ("Hengshui: a complaint about conduct", "5,1,12,态度不好", "您的留言已经收到"),
        ("Hengshui: what an approval needs", "2,1,1,4", "第一，身份证"),
        ("Hengshui: which forms it needs", "2,1,1,7", "结婚登记申请书"),
        ("Hengshui: how far an application is", "3,88001234#", "您的申请已经受理"),
        ("Hengshui: six things public of an item", "2,1,1,5", "不收费"),
        ("Hengshui: its forms are sent", "3,0301#,9,2", "表格已经发送"),
        ("Hengshui: what it needs is sent", "3,0301#,9,1", "已经发送"),
        ("Hengshui: it is heard more slowly", "3,0301#,9,3", "婚姻登记，需要身份证"),
        ("Hengshui: what comes of it", "2,1,1,6", "办理结果，结婚证"),
        ("Hengshui: the prices of the day", "4,1,1,1", "白菜每斤一元"),
        ("Zhaoqing: a department by its initials", "1,2,775#", "人社局，地址人民路"),
        ("Zhaoqing: a procedure of a department", "3,03#,5,2", "收养登记，六十日内办结"),
        ("Zhaoqing: a common question", "4,4,1", "结婚登记还要户口簿吗。不要了。"),
        ("Zhaoqing: a question by its number", "3,0037#", "十五年"),
        ("Zhaoqing: its web site", "3,02#,6", "gaj.town.example"),
        ("Zhaoqing: a procedure by trade", "5,4,1,1", "婚姻登记，需要身份证"),
        ("Deqing: a village's accounts", "4,2,1001#,1", "柏林村，十月账目"),
        ("Deqing: a village's accounts by its code alone", "3,1001#,1", "柏林村，十月账目"),
        ("Chengdu: who handles it", "2,1,1,1", "承办单位，民政局"),
        ("Chengdu: in English", "5,5,3", "Departments, press 1"),
        ("Zhaoqing: a department is connected", "3,03#,8", "正在为您接通"),
        ("everywhere: the fire brigade", "9,2", "正在为您接通"),
        ("everywhere: the police, by one key", "9,", "正在为您接通"),
    ],
)
async def test_four_keys_are_enough(row: str, entries: str, heard: str) -> None:
    """The right words are heard, and no more was pressed than four keys, an answer being one."""
    pressed = entries.split(",")
    assert menu_keys(pressed) + answers(pressed) <= MOST_MENU_KEYS, row
    walk = Walk(
        scripts=SCRIPTS, lookups=FakeLookUps(), read=lines_of(entries), scripted=True, yes=("hours",), number="138"
    )
    await walk.run("114", "start")
    told = "".join(entry.text for entry in walk.log if entry.kind == "hears")
    assert heard.casefold() in told.casefold(), row
