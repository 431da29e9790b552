"""Forms as files: what a citizen fills in, kept in versions, told by address, never opened here."""
