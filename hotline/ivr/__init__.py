"""Voice menus: loading, and the pure engine."""
