"""The daily seal: one root over every chain, signed by a key outside the database and countersigned elsewhere."""
