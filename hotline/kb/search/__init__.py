"""Search: what a citizen says or an agent types, to the entries that answer it. Pure but for its cache (cache.py)."""
