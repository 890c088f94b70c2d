"""The outside world, one file a supplier. Only `website` imports from here."""
