"""Slower checks, or checks that need more than `make test` has: `make audit`."""
