"""The engine of several machines, everything that uses OpenSearch: fields, queries, reading,
writing, and what happens when it does not answer."""
