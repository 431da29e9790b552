"""Written text read aloud by the voices of its languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from hotline.errors import VoiceError
from hotline.speech.reader import Reader
from hotline.speech.spans import spans
from tests.fakes.tones import level_of, read_wav
from tests.fakes.voices import ToneVoice, reader


@pytest.mark.parametrize(
    ("language", "text", "pieces"),
    [
        ("zh-CN", "您好。", [("zh-CN", "您好。")]),
        ("zh-CN", "粤语请按2。For English, press 3.", [("zh-CN", "粤语请按2。"), ("en", "For English, press 3.")]),
        ("zh-CN", "WPS Office软件请按2。", [("zh-CN", "WPS Office软件请按2。")]),
        ("zh-CN", "A座3楼，网址www.gov.cn。", [("zh-CN", "A座3楼，网址www.gov.cn。")]),
        ("yue", "For English, press 3.普通話請按1。", [("en", "For English, press 3."), ("yue", "普通話請按1。")]),
        ("en", "市公安局, press 1.", [("zh-CN", "市公安局"), ("en", ", press 1.")]),
        ("en", "地址，A座12楼。电话，0758-2345678。", [("zh-CN", "地址，A座12楼。电话，0758-2345678。")]),
        ("en", "Hello, this is 12345.", [("en", "Hello, this is 12345.")]),
        ("en", "Ask 市公安局, or call 12345 and ask 市医保局.", None),
    ],
)
def test_a_text_is_cut_by_language(language: str, text: str, pieces: list[tuple[str, str]] | None) -> None:
    """Whole phrases of another language are its own; letters in an address are not; nothing is lost."""
    found = spans(text, language)
    assert "".join(piece for _, piece in found) == text
    assert pieces is None or list(found) == pieces


async def test_each_language_is_spoken_by_its_own_voice(tmp_path: Path) -> None:
    """One sound, in the order of the text, and each voice gets what it can say."""
    mandarin, english = ToneVoice("m", hertz=300), ToneVoice("e", hertz=700)
    both = reader(mandarin, en=english)
    await both.speak("普通话请按1。For English, press 3.", tmp_path / "said.wav")
    assert (mandarin.said, english.said) == (["普通话请按一。"], ["For English, press 3."])
    heard = read_wav(tmp_path / "said.wav")
    half = len(heard) // 2
    assert level_of(heard[: half - 400], 300) > 0.3 > level_of(heard[half + 400 :], 300)
    assert level_of(heard[half + 400 :], 700) > 0.3


async def test_a_text_wholly_in_another_language_is_that_voices_sound() -> None:
    """A department read to an English caller is the file that every caller hears."""
    voices = {"zh-CN": ToneVoice("m"), "en": ToneVoice("e")}
    english = Reader("en", voices)
    assert english.name_for("市公安局。电话，110。") == "m"
    assert english.name_for("市公安局, press 1.") == "e"
    assert english.name_for("Hello.") == "e"


async def test_a_language_without_a_voice_is_read_by_the_readers_own(tmp_path: Path) -> None:
    """Better by a strange voice than not at all."""
    mandarin = ToneVoice()
    await reader(mandarin).speak("For English, press 3.", tmp_path / "said.wav")
    assert len(mandarin.said) == 1


async def test_signs_alone_are_nothing_to_say(tmp_path: Path) -> None:
    """The caller's loop hears of it, and no empty sound is kept."""
    with pytest.raises(VoiceError):
        await reader(ToneVoice()).speak("。。。", tmp_path / "said.wav")
    assert list(tmp_path.iterdir()) == []
