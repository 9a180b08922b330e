"""What editors do: correct articles, review them, merge what is one, read captures again."""


class MergeError(Exception):
    """A merge, or taking one back, that is not possible; its text tells staff why."""
