"""Licences: what was granted, to whom, and how it is named."""
