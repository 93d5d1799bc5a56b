"""What kind of city it is, under which conditions and why it acts abroad: each with its value, threshold and source."""
