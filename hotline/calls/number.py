"""How a caller's number is written: the key under which everything about a citizen is found again.

The rule itself lies in storage, for tickets keep the same key and may not import calls.
"""

from __future__ import annotations

from hotline.storage.citizens import normalise_number

__all__ = ["normalise_number"]
