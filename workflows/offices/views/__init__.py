"""The pages: accounts, places, posts, deputies, entrustments, what waits for a second pair of eyes, the log."""
