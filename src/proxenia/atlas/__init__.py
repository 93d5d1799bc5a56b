"""The atlas: the public world, drawn from a snapshot and from nothing else."""
