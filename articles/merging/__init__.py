"""Making one of what is one, sources of two names and articles of one story; taking that back."""


class MergeError(Exception):
    """A merge, or taking one back, that cannot be; its text says why, for staff."""
