"""What the city owes a citizen."""
