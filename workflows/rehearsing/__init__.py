"""Rehearsing a draft: what would have become of the cases of a period under it."""
