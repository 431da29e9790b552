"""What is spoken ahead: the few words that Asterisk says without us, and every prompt of the menus."""

from __future__ import annotations

import shutil

from hotline.ivr.load import load_scripts
from hotline.settings import Settings
from hotline.speech.prompts import PromptCache
from hotline.speech.voice import build_voice, pyttsx3_voice
from hotline.telephony.static_prompts import STATIC_PROMPTS


async def write_static_prompts(settings: Settings) -> None:
    """Write prompts/static/NAME.wav for each of Asterisk's own prompts, by the present voice.

    Raises VoiceError where no voice can speak.
    """
    folder = settings.prompts_dir / "static"
    folder.mkdir(parents=True, exist_ok=True)
    cache = PromptCache(
        build_voice(settings), settings.prompts_dir, settings.recorded_dir, pyttsx3_voice(), patience=60
    )
    try:
        for name, text in STATIC_PROMPTS.items():
            source = await cache.file(text, name=name)
            target = folder / f"{name}.wav"
            if not target.exists() or target.read_bytes() != source.read_bytes():
                unfinished = folder / f".{name}"
                shutil.copyfile(source, unfinished)
                unfinished.replace(target)
    finally:
        await cache.close()


async def speak_menus(settings: Settings) -> int:
    """Speak every prompt of the menus ahead; how many there are. Raises VoiceError."""
    cache = PromptCache(build_voice(settings), settings.prompts_dir, settings.recorded_dir)
    prompts = [prompt for script in load_scripts(settings.ivr_dir).values() for prompt in script.every_prompt()]
    try:
        for prompt in prompts:
            await cache.make(prompt.text, name=prompt.name)
    finally:
        await cache.close()
    return len(prompts)
