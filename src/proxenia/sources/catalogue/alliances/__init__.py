"""Alliances and other security pacts of states since 1815, from dyad-years of the ATOP project."""
