"""The books: accounts, entries, balances. They know amounts and account names, never people."""
