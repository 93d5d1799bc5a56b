"""How free regions and municipalities are from the centre, and which states are federations."""
