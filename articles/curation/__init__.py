"""What editors do: correct and review articles, merge duplicates, parse captures again."""


class MergeError(Exception):
    """A merge, or undoing one, is not possible; the message tells staff why."""
