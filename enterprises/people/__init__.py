"""The people behind an enterprise, and its agents."""
