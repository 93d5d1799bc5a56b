"""How the maps of 31 states draw disputed places, from Natural Earth: conventions, no acts of recognition."""
