"""The admin site: its masthead, its overview, and its pages besides those of the models.

Separate from :mod:`articles.admin`, whose modules register with this site when they are imported.
"""
