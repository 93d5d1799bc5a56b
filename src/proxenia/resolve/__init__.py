"""Who is who: names of places meet the gazetteer, and what is certain becomes a signed judgement."""
