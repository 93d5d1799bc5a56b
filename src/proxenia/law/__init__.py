"""What a city or a region may sign abroad, with whom, after telling whom, by when: answered from the table of rules."""
