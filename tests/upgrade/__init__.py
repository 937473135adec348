"""What an earlier release has written has to be read by this one to the same end."""
