"""Moving running cases to another version of their standard, by a plan that is promulgated."""
