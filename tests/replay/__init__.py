"""Replays the event log of a real administration through the engine: ``python -m tests.replay DIR``."""

ZONE = "Europe/Amsterdam"
"""Where the logs come from: every day, due date and statistic is taken there."""
