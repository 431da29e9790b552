"""The real Whisper with its real multilingual base model: Mandarin over a telephone, an utterance at a time."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from hotline.cli.speech import heard
from hotline.settings import ROOT, Settings
from hotline.speech.ear.engines import load_engine
from hotline.speech.ear.recogniser import BYTES_A_SECOND, Engine, Use
from hotline.speech.kokoro_install import kokoro_files
from hotline.speech.sound import for_the_telephone, samples_of_wav
from hotline.speech.voice import kokoro_voice
from tests.adapters.ear_models import WHISPER_BASE, model_folder, real_pool
from tests.adapters.ear_pool import running
from tests.bench.intelligibility import distance, syllables

CLIPS = ROOT.parent / "shared" / "data" / "speech"
SAID = {
    "wenet_aishell-BAC009S0724W0121.wav": "广州市房地产中介协会分析",
    "wenet_long.wav": "富士康在印度工厂出现大规模感染目前工厂产量已下降超百分之五十",
    "wenet_mid.wav": "大学生利用漏洞免费吃肯德基获刑",
}
MOST_ERRORS = 0.3  # of syllables: near sounds slip in most real clips
SENTENCE = "我想查询一下公积金贷款的利率是多少。"


@pytest.fixture(scope="module")
def engine() -> Engine:
    """The model, loaded once in the tests' own process."""
    return load_engine(model_folder(WHISPER_BASE))


@pytest.fixture(scope="module")
async def spoken(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A question by a citizen's voice."""
    settings = Settings()
    if not all(part.exists() for part in kokoro_files(settings)):
        pytest.skip("the natural voice's parts are not installed in this state folder")
    voice, path = kokoro_voice(settings), tmp_path_factory.mktemp("spoken") / "question.wav"
    try:
        await voice.speak(SENTENCE, path)
    finally:
        await voice.close()
    return for_the_telephone(*samples_of_wav(path.read_bytes()))


def errors(said: str, text: str) -> float:
    """The share of wrong syllables, tones apart."""
    wanted = syllables(said)
    return distance(wanted, syllables(text)) / len(wanted)


@pytest.mark.parametrize("name", SAID)
def test_real_speech_is_mostly_understood(engine: Engine, name: str) -> None:
    """Read sentences of real people at 8 kHz, written in simplified characters."""
    if not (CLIPS / name).exists():
        pytest.skip("the clips are not beside this checkout")
    text = "".join(
        final.text for final in heard(engine, for_the_telephone(*samples_of_wav((CLIPS / name).read_bytes())))
    )
    assert errors(SAID[name], text) <= MOST_ERRORS, text
    assert re.search("[\u4e00-\u9fff]", text)


def test_a_spoken_question_is_understood(engine: Engine, spoken: bytes) -> None:
    """Its phrases have times within the sound."""
    (final,) = heard(engine, spoken)
    assert errors(SENTENCE, final.text) <= MOST_ERRORS, final.text
    assert 0 <= final.words[0].start < final.words[-1].end <= len(spoken) / BYTES_A_SECOND + 1


def test_silence_and_hum_are_no_words(engine: Engine) -> None:
    """Nothing is made up over a quiet line."""
    noise = (np.random.default_rng(1).normal(0, 20, 8_000 * 4)).astype("<i2").tobytes()
    for sound in (b"", bytes(8_000), noise):
        assert list(heard(engine, sound)) == []


async def test_whole_utterances_are_heard_by_a_worker(tmp_path: Path, spoken: bytes) -> None:
    """Two in a row on one stream, each ended by the hotline; the second's times go on from the first's."""
    async with running(real_pool(WHISPER_BASE, tmp_path)) as pool:
        hearing = await pool.open(Use.MENU, language="zh-CN", words=("公积金", "利率"))
        finals = []
        for _ in range(2):
            hearing.feed(spoken)
            finals.append(await hearing.finish())
        assert all(errors(SENTENCE, final.text) <= MOST_ERRORS for final in finals), finals
        assert finals[1].start == pytest.approx(len(spoken) / BYTES_A_SECOND, abs=0.01)
        await hearing.close()
