"""The colours of files, by what they mean: the same as on the screen (agent_ui/src/styles/main.css).

Rule: a colour is never the only sign of anything; beside it stand words or numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hotline.reports.plots import Tone

COLOURS: Mapping[Tone, str] = MappingProxyType(
    {
        Tone.MAIN: "1F5FA6",
        Tone.GOOD: "2E8B57",
        Tone.WARN: "D98A1C",
        Tone.BAD: "B3261E",
        Tone.QUIET: "8A97A5",
    }
)
"""As RRGGBB."""
