"""The demonstration: a made-up corridor, and the story told in it. Nothing here is a real person or firm."""
