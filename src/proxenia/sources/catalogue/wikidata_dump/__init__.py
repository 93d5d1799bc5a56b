"""The official JSON dump of Wikidata, read in one pass and joined."""
