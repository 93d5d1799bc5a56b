"""How many people live in towns: the share and number of a state's people, and the people of large urban areas."""
