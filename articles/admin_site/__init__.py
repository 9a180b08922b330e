"""The admin site itself: its masthead, its overview, and its pages beside those of the records.

Apart from :mod:`articles.admin`, whose modules register with this site when they are imported.
"""
