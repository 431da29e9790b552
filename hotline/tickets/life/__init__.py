"""What each move makes of a ticket: pure functions from a case to a step."""
