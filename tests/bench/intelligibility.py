"""How well each voice is understood over a telephone: 30 hotline sentences spoken, heard by Whisper base, compared.

    python -m tests.bench.intelligibility [VOICE ...]

Both sides are reduced to pinyin without tones, so that neither homophones nor the script count as errors: errors = edit
distance / syllables spoken. Whisper is no part of the product: `python -m tests.bench.whisper_install` fetches it.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import jieba
import numpy as np
from pypinyin import lazy_pinyin
from rich.console import Console as Screen

from hotline.settings import Settings, read_settings
from hotline.speech.kokoro_install import kokoro_files
from hotline.speech.reading import read_aloud
from hotline.speech.voice import WorkerVoice, kokoro_voice, pyttsx3_voice
from tests.bench.ear import Ear
from tests.bench.figures import Figure, Outcome, at_most
from tests.bench.table import show
from tests.fakes.tones import loudness, read_wav

NAME = "intelligibility"
TITLE = "how well each voice is understood over 8 kHz, by Whisper base"
ONCE = "spoken and heard once: neither depends on the load"
STAND_BY = "pyttsx3"
MOST_ERRORS = 0.04
RATE = 8000
SENTENCES = (
    "您好，欢迎致电12345政务服务便民热线。",
    "正在为您转接人工服务，请不要挂机。",
    "查询部门电话请按1，查询办事指南请按2，查询工单进度请按3，返回人工服务请按0。",
    "对不起，自助服务暂时不可用，正在为您转接人工服务。",
    "线路中断，正在为您重新接通，请不要挂机。",
    "感谢您的来电，再见。",
    "您前面还有3位市民在等候。",
    "请输入十二位工单编号，按井号键结束。",
    "您的工单202611210023正在办理，承办单位是市城市管理局。",
    "没有找到这个工单，请核对编号后重新输入。",
    "市公安局的电话是0999-82345671。",
    "办公时间是星期一至星期五，9:00-12:00，13:30-17:30。",
    "市人力资源和社会保障局，地址是建设路18号。",
    "投诉电话是8234-5678，节假日有人值班。",
    "办理居民身份证补领，请本人携带户口簿到派出所申请。",
    "工本费40元，限20个工作日办结。",
    "需要的材料有：身份证原件、户口簿复印件2份、近期照片1张。",
    "法律依据是《居民身份证法》第12条。",
    "新生儿出生登记由父母任何一方申报。",
    "灵活就业人员可以自愿参加基本养老保险。",
    "请到政务服务中心302室办理。",
    "小区噪音扰民，已经转给生态环境局处理。",
    "自来水停水维修，预计今天18:00恢复供水。",
    "路灯不亮、井盖丢失，都可以拨打12345反映。",
    "公积金贷款利率为3.1%。",
    "您反映的问题，承办单位将在5个工作日内答复您。",
    "个体工商户营业执照，网上申请，当天办结。",
    "听取下一项请按9，重听请按星号键。",
    "银行和会计师事务所的投诉，由财政局受理。",
    "以上信息如有变动，请以窗口答复为准。",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One sentence: what was spoken, what was understood, and the sound's figures."""

    text: str
    heard: str
    syllables: int
    errors: int
    seconds: float
    speaking_took: float
    dbfs: float
    peak: float


jieba.setLogLevel("WARNING")


def syllables(text: str) -> list[str]:
    """Pinyin without tones; whatever is not Chinese is left out. By words, for 会 is hui in 开会 and kuai in 会计."""
    return lazy_pinyin(jieba.lcut(read_aloud(text)), errors="ignore")


def distance(spoken: list[str], heard: list[str]) -> int:
    """How many syllables must be changed, added or taken away."""
    row = list(range(len(heard) + 1))
    for number, left in enumerate(spoken, 1):
        before, row[0] = row[0], number
        for place, right in enumerate(heard, 1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (left != right))
    return row[-1]


async def speak_all(voice: WorkerVoice, folder: Path) -> list[tuple[Path, float]]:
    """Each sentence as a file, with the seconds that speaking it took; the start of the process is not counted."""
    spoken = []
    try:
        await voice.speak("您好。", folder / "first.wav")
        for number, text in enumerate(SENTENCES):
            path = folder / f"{number}.wav"
            began = time.monotonic()
            await voice.speak(read_aloud(text), path)
            spoken.append((path, time.monotonic() - began))
    finally:
        await voice.close()
    return spoken


async def judge(voice: WorkerVoice, ear: Ear) -> list[Heard]:
    """Speak, hear and compare all sentences. Raises VoiceError; EarError where nothing could be heard."""
    with tempfile.TemporaryDirectory() as name:
        spoken = await speak_all(voice, Path(name))
        answers = await ear.hear([path for path, _ in spoken])
        return [
            _compared(text, answers[str(path)], path, took)
            for text, (path, took) in zip(SENTENCES, spoken, strict=True)
        ]


def _compared(text: str, heard: str, path: Path, took: float) -> Heard:
    samples, wanted = read_wav(path), syllables(text)
    return Heard(
        text=text,
        heard=heard,
        syllables=len(wanted),
        errors=distance(wanted, syllables(heard)),
        seconds=round(len(samples) / RATE, 2),
        speaking_took=round(took, 3),
        dbfs=round(float(20 * np.log10(max(loudness(samples), 1e-6))), 1),
        peak=round(float(np.abs(samples.astype(int)).max()) / 32768, 3),
    )


def summary(results: list[Heard]) -> dict[str, float]:
    """The figures of one voice."""
    seconds = sum(result.seconds for result in results)
    total = sum(result.syllables for result in results)
    return {
        "error_rate": round(sum(result.errors for result in results) / total, 4),
        "sentences_right": sum(not result.errors for result in results),
        "syllables": total,
        "seconds": round(seconds, 1),
        "syllables_a_second": round(total / seconds, 2),
        "rtf": round(sum(result.speaking_took for result in results) / seconds, 3),
        "slowest_seconds": max(result.speaking_took for result in results),
        "dbfs_mean": round(float(np.mean([result.dbfs for result in results])), 1),
        "dbfs_least": min(result.dbfs for result in results),
        "dbfs_most": max(result.dbfs for result in results),
        "peak_most": max(result.peak for result in results),
    }


async def measure(settings: Settings, *, quick: bool, names: Sequence[str] = ()) -> Outcome:
    """The voices that the hotline ships, one after the other; what is not on this machine is left out, and said."""
    ear = Ear(folder=settings.state_dir / "whisper")
    names = names or (settings.voice_name, STAND_BY)
    if quick or not ear.there:
        why = "left out where it must be quick" if quick else f"left out: {ear.missing}"
        return Outcome(name=NAME, title=TITLE, notes=(why,))
    figures: list[Figure] = []
    told: list[dict[str, Any]] = []
    for name in names:
        voice = _voice(settings, name)
        if voice is None:
            told.append({"voice": name, "left_out": "its files are not in the state folder"})
            continue
        results = await judge(voice, ear)
        figures.append(_figure(voice.name, summary(results)["error_rate"], default=name == settings.voice_name))
        told.append({"voice": voice.name, **summary(results), "sentences": [asdict(result) for result in results]})
    notes = tuple(f"{part['voice']}: {part['left_out']}" for part in told if "left_out" in part)
    return Outcome(name=NAME, title=TITLE, figures=tuple(figures), rounds=tuple(told), notes=(*notes, ONCE))


def _figure(voice: str, rate: float, *, default: bool) -> Figure:
    if default:
        return at_most(f"{voice}: syllables misheard", rate, MOST_ERRORS, "%", f"<= {MOST_ERRORS:.0%}")
    return Figure(what=f"{voice}: syllables misheard", value=rate, unit="%")


def _voice(settings: Settings, name: str) -> WorkerVoice | None:
    """The voice, where its files are there; nothing is fetched."""
    if name == STAND_BY:
        return pyttsx3_voice()
    chosen = settings.model_copy(update={"voice_name": name})
    return kokoro_voice(chosen) if all(path.exists() for path in kokoro_files(chosen)) else None


def main() -> None:
    """Measure every voice that is named and print its figures; nothing is written."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.intelligibility")
    parser.add_argument("voices", nargs="*", help="speakers of Kokoro, or pyttsx3")
    show(asyncio.run(measure(read_settings(), quick=False, names=parser.parse_args().voices)), Screen())


if __name__ == "__main__":
    main()
