"""Pages around the articles, and what all pages share."""
