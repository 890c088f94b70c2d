"""From a balance to a hand: gift card, charity, transfer; reconciliation."""
