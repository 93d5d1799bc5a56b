"""Ways to say which cities tie themselves next: a model of formation, and the plain baselines it must beat."""
