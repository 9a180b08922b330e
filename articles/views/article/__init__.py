"""The page of an article, its history, its captures and its other formats."""
