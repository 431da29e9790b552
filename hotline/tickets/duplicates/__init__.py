"""Open tickets about the same thing nearby, found while an agent still types."""
