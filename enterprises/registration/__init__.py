"""What an enterprise is registered as, where, and by which organ."""
