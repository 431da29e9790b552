"""When what is owed to a citizen falls due: one clock, counted as the law counts. Pure: `now` is always an argument."""
