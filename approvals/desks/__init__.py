"""The pages of the clerks."""
