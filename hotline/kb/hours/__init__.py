"""The hours of offices: read as they are written, and asked whether one is open."""
