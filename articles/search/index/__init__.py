"""The embedded engine, everything that uses Tantivy: files, writing, reading and queries."""
