"""Database helpers below the models: bulk rows, lookups by many values, outages."""
