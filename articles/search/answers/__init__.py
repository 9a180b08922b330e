"""Composes queries and reads what an engine finds: results, counts, corrections, suggestions.

Nothing here knows which engine it is (:mod:`articles.search.engine.protocol`)."""
