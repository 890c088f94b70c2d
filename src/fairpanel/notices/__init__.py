"""What we tell members, by which way, when, and how they stop it."""
