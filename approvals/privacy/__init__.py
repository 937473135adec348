"""Personal values: who read them in full, how long they are kept, and how they are lawfully erased."""
