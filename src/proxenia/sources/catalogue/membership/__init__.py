"""Who belongs to a city network: the network's list of its members."""
