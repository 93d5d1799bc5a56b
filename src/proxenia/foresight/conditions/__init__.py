"""Which conditions go with acting abroad: counts of ties and acts of cities beside their conditions and profiles."""
