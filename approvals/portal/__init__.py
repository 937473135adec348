"""The pages of enterprises and their agents."""
