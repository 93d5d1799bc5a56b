"""Measures of two actors, one declaration a file."""
