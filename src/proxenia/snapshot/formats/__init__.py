"""One module a format that a snapshot is exported to."""
