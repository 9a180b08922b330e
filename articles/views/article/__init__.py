"""The page of one article, its history, its captures and its other forms."""
