"""What a contribution is worth, blind to brands and shops."""
