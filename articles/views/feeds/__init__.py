"""What programs read: Atom feeds, sitemaps and robots.txt."""
