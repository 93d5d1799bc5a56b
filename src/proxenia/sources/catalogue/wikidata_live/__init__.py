"""Wikidata, asked live by SPARQL: for a country, for a list of cities, or for the whole world."""
