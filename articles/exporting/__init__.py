"""Articles in forms for other programs and other people's texts. Pure: no Django, no clock."""
