"""The search page, its suggestions and its help."""
