"""Any table of ties, with a mapping that says what its columns mean."""
