"""Measures of the graphs of ties: each one declared with its unit, range, source and a worked example."""
