"""What callers leave with us."""
