"""The two maps laid over each other: classes of pairs of countries, expected ties, cities and polities."""
