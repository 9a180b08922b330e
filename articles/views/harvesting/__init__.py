"""OAI-PMH: everything that the archive publishes, for catalogues that keep up with it."""
