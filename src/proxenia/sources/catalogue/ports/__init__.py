"""The harbours of the world and their size."""
