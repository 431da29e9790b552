"""One call from ring to goodbye."""
