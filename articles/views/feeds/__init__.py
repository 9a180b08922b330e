"""Pages for programs: Atom feeds, sitemaps and robots.txt."""
