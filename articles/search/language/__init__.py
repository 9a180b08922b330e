"""The query language: what a reader typed, as clauses, filters and notes. Pure."""
