"""Erasing: one thing, one purpose or everything, room by room, with a signed receipt at the end."""
