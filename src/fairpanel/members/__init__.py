"""Who is in the panel: joining, sign-in, and who may open which door."""
