"""Articles in formats for other programs, and citations. Pure: no Django, no clock."""
