"""The browsers of the acceptance tests; a worker opens its own."""

from __future__ import annotations

from tests.acceptance.conftest import browsers

__all__ = ["browsers"]  # the fixture
