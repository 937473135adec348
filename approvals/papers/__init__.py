"""Papers: what is written, numbered, rendered and kept."""
