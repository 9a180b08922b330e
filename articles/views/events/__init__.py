"""Pages of events: which articles report the same happening, side by side."""
