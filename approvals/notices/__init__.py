"""Notices: what applicants and desks are told."""
