"""A register of record to try the product with: it keeps its own tables, answers by the port, and can misbehave."""
