"""Organ seals (电子印章): putting one on a PDF, and telling what became of a sealed PDF since."""
