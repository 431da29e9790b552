"""What the city knows: departments and procedures."""
