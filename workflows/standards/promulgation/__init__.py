"""How rules change: one flow known to the code, because rules cannot govern themselves."""
