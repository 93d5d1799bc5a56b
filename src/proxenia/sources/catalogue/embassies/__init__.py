"""Embassies, consulates and other offices of states abroad, from a table made of Wikidata."""
