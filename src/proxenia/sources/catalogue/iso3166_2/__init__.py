"""ISO 3166-2, the source of the facts of regions."""
