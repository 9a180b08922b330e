"""Web pages: their bytes to text, what their head declares, and the article among the blocks. Pure.

Nothing here fetches anything, and no markup is ever given on: what comes out is plain text.
"""
