"""Sections of twin towns in the articles of Wikipedia, read from their wikitext."""
