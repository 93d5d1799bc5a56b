"""How the system of cities came to be: leagues and turning points by year, and the indicators of change."""
