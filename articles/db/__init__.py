"""The database below the models: many rows at once, a lookup by many values, outages."""
