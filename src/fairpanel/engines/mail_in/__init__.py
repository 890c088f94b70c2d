"""Mail as it comes in: servers for SMTP and LMTP, a fetcher for IMAP, and what proves a sender."""
