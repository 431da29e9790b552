"""One caller's line, driven over AGI. Implements the answering loop's CallChannel.

Rule: every wait has a limit, and the end of the connection or of the channel is HungUpError, an ordinary end.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any
from uuid import UUID

from hotline.errors import AsteriskAwayError, HungUpError, TelephonyError
from hotline.telephony.agi_protocol import (
    HANG_UP,
    Reply,
    Request,
    checked_name,
    encode_command,
    goes_on,
    parse_reply,
)

COMMAND_SECONDS = 5.0
CLOSED_SECONDS = 1.0
MOST_REPLY_LINES = 100
LOOK = 0.05  # seconds: what is done in them is worth no word to Asterisk, and no prompt comes later by more
_BYTES_A_SECOND = 16_000  # 8 kHz, 16 bits, one channel: the slowest we play, so the longest a file can last


class CallChannel:
    """One caller's line. Every method raises HungUpError once the caller is gone, AsteriskAwayError after its limit.

    request: the path, query and header the session was opened with.
    """

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: Request) -> None:
        self.request = request
        self._reader, self._writer = reader, writer
        self._gone = False
        self._timer = 0.0  # when the dead man's timer ends, by the loop's clock; 0 while none is known
        self._turn = asyncio.Lock()

    @property
    def gone(self) -> bool:
        """True once the caller is known to be gone."""
        return self._gone

    async def play(self, path: Path, keys: str) -> str:
        """Play a WAV to its end, or until one of the keys; that key, or "". With no keys nothing cuts in.

        Raises TelephonyError where the file is not there or cannot be played.
        """
        name, seconds = _prompt(path)
        reply = await self._command("STREAM", "FILE", name, keys, limit=seconds + COMMAND_SECONDS)
        if reply.result == 0 and reply.extra == "endpos=0":  # how Asterisk says that it could not open a file
            raise TelephonyError(f"Asterisk cannot play {path.name}")
        return self._key(reply)

    async def wait_digit(self, seconds: float) -> str:
        """The next key, or "" after these seconds."""
        words = ("WAIT", "FOR", "DIGIT", str(max(1, round(seconds * 1000))))
        return self._key(await self._command(*words, limit=seconds + COMMAND_SECONDS))

    async def key_while(self, task: asyncio.Future[Any], seconds: float) -> str:
        """The key pressed before this is done, or "" once it is, or after so many seconds at most.

        Between two commands Asterisk throws keys away, so what takes longer is waited for in short waits for a key.
        """
        clock = asyncio.get_running_loop().time
        ends = clock() + seconds
        await asyncio.wait({task}, timeout=min(LOOK, seconds))
        while not task.done() and (left := ends - clock()) > 0:
            if key := await self.wait_digit(min(LOOK, left)):
                return key
        return ""

    async def record(self, path: Path, *, seconds: float, silence: float, keys: str) -> str:
        """Write what the caller says into a WAV (8 kHz, 16 bit, mono) until a key, a silence or the end of the time.

        path: a new file in a folder that is there; silence: whole seconds after which it ends; the key, or "". When it
        returns or raises HungUpError the file is whole, with all that was said. Raises TelephonyError where Asterisk
        cannot write it.
        """
        words = (_name(path), "wav", keys, str(round(seconds * 1000)), f"s={round(silence)}")
        reply = await self._command("RECORD", "FILE", *words, limit=seconds + COMMAND_SECONDS)
        if reply.extra.startswith("(writefile)"):
            raise TelephonyError(f"Asterisk cannot write {path.name}")
        if reply.result < 0:
            await self._until_closed()
        key = self._key(reply)
        await self._command("NOOP", "recorded")  # it replies before it closes the file, and obeys in order
        return key

    async def audio_socket(self, name: UUID, port: int, *, seconds: float) -> None:
        """Give the caller's audio, both ways, to a server of this machine until that ends it, or for `seconds`.

        Nothing else is asked of the channel meanwhile. Raises TelephonyError where the server could not be reached.
        """
        words = ("EXEC", "AudioSocket", f"{name},127.0.0.1:{port}")
        reply = await self._command(*words, limit=seconds + COMMAND_SECONDS)
        if reply.result < 0:  # the same for a caller who is gone and for a server that is not there
            await self._command("CHANNEL", "STATUS")
            raise TelephonyError("Asterisk could not open the audio socket", result=reply.result)

    async def set_variable(self, name: str, value: str) -> None:
        """Set a variable of the channel. Raises InputError where name or value could be more than one line."""
        await self._command("SET", "VARIABLE", checked_name(name), value)

    async def get_variable(self, name: str) -> str:
        """A variable of the channel, or a function's value; "" where there is none."""
        return (await self._command("GET", "VARIABLE", checked_name(name))).value

    async def set_absolute_timeout(self, seconds: float, *, early: float = 0.0, late: float = 0.0) -> None:
        """In so many seconds from now the dialplan takes the call back, unless this is called again; 0 is never.

        A timer that runs already and ends at most so much earlier or later is left as it is: a word to Asterisk less.
        """
        now = asyncio.get_running_loop().time()
        if self._timer and -early <= self._timer - now - seconds <= late:
            return
        await self.set_variable("TIMEOUT(absolute)", f"{max(0.0, seconds):.3f}")
        self._timer = now + seconds if seconds > 0 else 0.0

    def _key(self, reply: Reply) -> str:
        if reply.result < 0:
            self._gone = True
            raise HungUpError
        return chr(reply.result) if reply.result else ""

    async def _until_closed(self) -> None:
        """Until Asterisk has ended the session of a caller who hung up: by then it has closed its files."""
        try:
            async with asyncio.timeout(CLOSED_SECONDS):
                while await self._reader.readline():
                    pass
        except (TimeoutError, OSError, ValueError):
            return

    async def _command(self, *words: str, limit: float = COMMAND_SECONDS) -> Reply:
        line = encode_command(*words)
        async with self._turn:
            if self._gone:
                raise HungUpError
            try:
                async with asyncio.timeout(limit):
                    self._writer.write(line)  # a line, and its answer is awaited: nothing piles up
                    return parse_reply(await self._reply_line())
            except TimeoutError as fault:
                self._gone = True  # a late reply would be taken for the next command's
                raise AsteriskAwayError(f"Asterisk did not answer {words[0]} {words[1]} in time") from fault
            except (OSError, EOFError) as fault:
                self._gone = True
                raise HungUpError from fault
            except ValueError as fault:  # a line without end
                self._gone = True
                raise TelephonyError("An AGI reply without end") from fault
            except (HungUpError, asyncio.CancelledError):
                self._gone = True  # cancelled: as after a time limit
                raise

    async def _reply_line(self) -> str:
        usage = ""
        for _ in range(MOST_REPLY_LINES):
            raw = await self._reader.readline()
            if not raw.endswith(b"\n"):
                raise EOFError
            line = raw.decode("utf-8", "replace").rstrip("\r\n")
            if line == HANG_UP or not goes_on(line):
                return line if not usage or line == HANG_UP else usage
            usage = usage or (line if line.startswith("520-") else "")
        raise TelephonyError("An AGI reply without end")


def _prompt(path: Path) -> tuple[str, float]:
    """The name by which Asterisk plays the file, and the longest it can last.

    One look at a local file costs less than the way to a thread and back, which every step would pay.
    """
    try:
        return _name(path), path.stat().st_size / _BYTES_A_SECOND
    except OSError as fault:
        raise TelephonyError(f"The prompt {path.name} is not there") from fault


def _name(path: Path) -> str:
    """A sound as Asterisk names it: whole, and without what it calls the format."""
    return str(path.absolute().with_suffix(""))
