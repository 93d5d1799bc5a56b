"""GeoNames, the source of place facts."""
