"""The pages for readers, one module per family: each view asks a queryset and fills a template."""
