"""What people agreed to: for which purpose, to which words, and when they took it back."""
