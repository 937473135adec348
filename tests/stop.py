"""Stops the servers the tests run on: ``python -m tests.stop``, which ``make stop`` calls."""

from config import embedded, valkey

if __name__ == "__main__":
    valkey.stop()
    embedded.stop()
