"""What a recogniser is told that callers may say, and when a sentence ends by the settings."""

from __future__ import annotations

from dataclasses import replace

from hotline.answering.vocabulary import ASKING, LONGEST, MOST, vocabulary, words_of
from hotline.kb.load import load_city
from hotline.settings import ROOT, Settings
from hotline.wiring.listening_side import limits_of

CITY = load_city(ROOT / "kb")


def test_it_has_the_citys_places_offices_and_procedures_and_how_one_asks() -> None:
    """Each once."""
    words = vocabulary(CITY)
    assert {"云川市", "湖滨街道", "市公安局", "派出所", "结婚登记", "公积金", "我要", "人工"} <= set(words)
    assert len(words) == len(set(words))
    assert not [word for word in words if set(word) & set("+/")]  # rules of words that come together
    assert words[: len(set(ASKING))] == tuple(dict.fromkeys(ASKING))


def test_a_large_city_loses_its_rarest_names_and_nothing_else() -> None:
    """Bounded, and no name that nobody would say."""
    many = tuple(replace(CITY.procedures[0], code=f"{n:06d}", name=f"第{n}号事项", aliases=()) for n in range(5000))
    words = vocabulary(replace(CITY, procedures=(*many, replace(many[0], name="很" * 60))))
    assert len(words) == MOST
    assert "市公安局" in words
    assert max(map(len, words)) <= LONGEST


def test_it_is_made_anew_only_for_another_city() -> None:
    """Every question of every call asks for it."""
    now = [CITY]
    words = words_of(lambda: now[0])
    assert words() is words()
    now[0] = replace(CITY, departments=())
    assert "市公安局" not in words()


def test_the_settings_say_when_a_sentence_ends() -> None:
    """Over a prompt more sound is wanted than in silence."""
    limits = limits_of(Settings(ear_pause_ms=450, ear_least_ms=200, ear_longest_ms=9000))
    assert (limits.pause, limits.least, limits.longest) == (450, 200, 9000)
    assert limits.over_prompt > limits.least
    assert limits.within(4.0).longest == 4000
