"""How far apart two states lie, and whether they share a border, a language or a colonial past."""
