"""The supervision desk: which tickets somebody who supervises has to look at, and why."""
