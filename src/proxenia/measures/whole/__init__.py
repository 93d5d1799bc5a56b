"""Measures of a layer as a whole, one declaration a file."""
