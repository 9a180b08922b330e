"""Tags with very many attributes: the parser of markup compares each with all before it.

200 KB of them in one tag took it 0.8 seconds, 400 KB 2.5, in one step that nothing can interrupt.
"""

from __future__ import annotations

import re
from itertools import islice

from articles.expressions import regex

MOST_ATTRIBUTES = 1_000
"""More than any page has in a tag; further ones are left out."""

_LONG_TAG = regex(rf"<[a-zA-Z][^<>]{{{2 * MOST_ATTRIBUTES},}}")
_ATTRIBUTE = regex(r"""[^\s=/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"']\S*))?""")


def with_fewer_attributes(markup: str) -> str:
    """The markup with :data:`MOST_ATTRIBUTES` in each tag at most."""
    if max(map(len, markup.split("<"))) <= 2 * MOST_ATTRIBUTES:
        return markup  # far cheaper to find than that no tag is long
    return _LONG_TAG.sub(_shortened, markup)


def _shortened(match: re.Match[str]) -> str:
    tag = match[0]
    after = next(islice(_ATTRIBUTE.finditer(tag), MOST_ATTRIBUTES + 1, None), None)
    return tag[: after.start()] if after else tag
