"""The servers and the supervisor of one machine, with the real processes."""
