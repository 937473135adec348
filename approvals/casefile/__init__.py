"""The case file: everything about one case in a zip that anybody can verify without this system."""
