"""Receipts: sent, read, decided, redacted, settled; looked at by people; deleted."""
