"""All of Tantivy: the schema, writing, reading, and what is asked of the index."""
