"""Reports that go out by mail, each day, week or month."""
