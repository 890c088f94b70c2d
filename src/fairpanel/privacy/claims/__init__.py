"""Money that somebody left behind, for whoever holds its code."""
