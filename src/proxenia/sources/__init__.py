"""Foreign bytes become statements: one folder of the catalogue a source, one runner that writes."""
