"""The category of which a citizen's words speak."""

from __future__ import annotations

import pytest

from hotline.tickets.routing.category import category_of, weights_of

NAMES = {
    "03": "城市管理",
    "0303": "路灯与井盖",
    "0306": "养犬管理",
    "0307": "市场管理",
    "04": "住房与物业",
    "0401": "物业服务与收费",
    "0905": "学校收费与食堂",
    "0701": "拖欠工资",
}
WEIGHTS = weights_of(NAMES)


@pytest.mark.parametrize(
    ("said", "code"),
    [("三天了路灯一直不亮", "0303"), ("老板拖欠我三个月的工资", "0701"), ("学校食堂的饭菜不干净", "0905")],
)
def test_the_category_is_the_one_whose_name_is_spoken_of(said: str, code: str) -> None:
    """Part of a name is enough, and its words need not stand together."""
    assert category_of(said, WEIGHTS) == code


@pytest.mark.parametrize("said", ["", "您好，我想反映个情况", "路灯坏了，物业不管", "这个收费不合理", "没有人管理"])
def test_nothing_is_said_where_the_words_are_not_clear(said: str) -> None:
    """None is spoken of, two are, or only what stands in several names is."""
    assert category_of(said, WEIGHTS) == ""


def test_an_upper_category_is_never_said() -> None:
    """A ticket has one of the lower ones."""
    assert category_of("城市", weights_of(NAMES)) == ""
    assert set(WEIGHTS) == {"0303", "0306", "0307", "0401", "0905", "0701"}


def test_no_categories_say_nothing() -> None:
    """A city without any has none to choose."""
    assert category_of("路灯", weights_of({})) == ""
