"""The telephone hotline by which a city answers its citizens."""
