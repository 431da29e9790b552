"""Hot issues: what many citizens told of the same matter, whether it grows, and an early warning where it bursts."""
