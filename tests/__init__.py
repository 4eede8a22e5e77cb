"""The tests. They are hostile: see `tests/conftest.py` for what every one of them goes through."""
