"""One act on many cases: what would come of it, the order that is given, and its way through the cases."""
