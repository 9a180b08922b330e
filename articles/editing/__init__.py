"""What editors do: correct articles and take corrections back, read captures anew, review."""
