"""The query language: parses a query into clauses, filters and notes. Pure."""
