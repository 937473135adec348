"""What people are known by: identity codes, whether one can be right, and how much of it a list may show."""
