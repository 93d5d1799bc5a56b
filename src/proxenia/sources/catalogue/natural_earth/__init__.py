"""Natural Earth, the source of how far cities lie from land borders."""
