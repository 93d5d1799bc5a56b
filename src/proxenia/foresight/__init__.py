"""Models of how ties form: which conditions go with new ties, estimated from dated events."""
