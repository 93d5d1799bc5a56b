"""Where the registers disagree: declared checks over a snapshot, each finding with its statements side by side."""
