"""Receipts that come by mail: whose a mail is, whether that is proven, and what it holds."""
