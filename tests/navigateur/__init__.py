"""Journeys in a real Chromium. How to write one: `tests/navigateur/conftest.py`."""
