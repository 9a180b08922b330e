"""Who has the same passages: which articles of different sources share text, and how much of it.

Its core (``words``, ``fingerprints``, ``passages``) is pure; ``following`` keeps what is shared by
the articles of the archive up to date.
"""
