"""A copy of everything that is held of a member, to take along: made in the background, kept for a week."""
