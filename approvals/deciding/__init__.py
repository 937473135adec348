"""Acts that decide: what changes outside the case with them."""
