"""The privacy page and the privacy notice: what is held, what for, from where, how long, and who gets what of it."""
