"""The command line: composes the rooms, computes nothing itself."""
