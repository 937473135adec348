"""The pages: the queue, one case, many at once."""
