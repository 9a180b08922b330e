"""Pages as their readers see them: the line breaks and indentation of templates do not show."""

import re

_BLOCKS = (
    "article|button|dd|details|div|dl|dt|figcaption|fieldset|form|h[1-6]|header|label|legend|li|main|nav|ol|"
    "option|p|section|summary|table|tbody|td|th|thead|title|tr|ul"
)
_AROUND_BLOCKS = re.compile(rf" ?(</?(?:{_BLOCKS})\b[^>]*>) ?")


def one_line(html: str) -> str:
    """A page with single spaces, and none around the tags of blocks, as browsers do."""
    return _AROUND_BLOCKS.sub(r"\1", re.sub(r"[ \t\r\n]+", " ", html))
