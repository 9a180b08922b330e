"""Names across languages: the tables, the editors' own sets, and how a query uses them."""
