"""Scenarios: what would change in the outlook if the conditions did, each number marked estimated or assumed."""
