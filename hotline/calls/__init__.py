"""The life of a citizen's call."""
