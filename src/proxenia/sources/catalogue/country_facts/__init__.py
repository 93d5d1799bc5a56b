"""Languages, borders, capitals and inhabitants of today's states, from the packages that Proxenia keeps."""
