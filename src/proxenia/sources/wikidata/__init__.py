"""What Wikidata's items mean to Proxenia, whichever way they come: as a dump or by SPARQL."""
