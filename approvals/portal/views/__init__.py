"""The pages for whoever applies."""
