"""A joint declaration and who signed it: the list of its signatories."""
