"""Which states are bound to each other by a trade agreement, and since when."""
