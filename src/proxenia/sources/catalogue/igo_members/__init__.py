"""Which state was seen as a member of which intergovernmental organisation, from the Correlates of War."""
