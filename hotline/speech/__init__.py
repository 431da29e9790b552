"""Voices, reading aloud, the prompt cache."""
