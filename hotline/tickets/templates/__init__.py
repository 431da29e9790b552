"""Texts that supervisors choose from, with places in them for what a ticket says."""
