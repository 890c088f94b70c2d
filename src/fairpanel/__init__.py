"""Fairpanel: run your own consumer panel, and treat the people in it fairly."""

__version__ = "0.1.0"
