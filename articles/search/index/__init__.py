"""Everything that uses Tantivy: schema, writing, reading and queries."""
