"""Complaints: said by anybody, acknowledged at once, answered by a person in time."""
