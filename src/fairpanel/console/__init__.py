"""The operator's pages that span rooms."""
