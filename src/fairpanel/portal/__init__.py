"""The client's pages that span rooms."""
