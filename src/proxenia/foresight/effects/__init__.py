"""Effects: what may make a tie likelier, each one declared with its formula, reference and a worked example."""
