"""Scripts of the project: confirm the register, draw its sample, build the reference pages."""
