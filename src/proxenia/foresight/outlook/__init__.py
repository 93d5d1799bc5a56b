"""The outlook: how many ties will form, be suspended and end in the next years, simulated with its uncertainty."""
