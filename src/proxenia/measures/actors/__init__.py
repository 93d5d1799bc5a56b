"""Measures of actors, one declaration a file."""
