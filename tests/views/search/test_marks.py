"""What matched is marked, and nothing of a text becomes markup."""

import pytest
from django.template import engines

from articles.text.highlight import Run


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ([], ""),
        ([Run("", is_match=False)], ""),
        ([Run("باغ", is_match=True)], "<mark>باغ</mark>"),
        (
            [Run("<b>", is_match=False), Run("&", is_match=True), Run("\"x'", is_match=False)],
            "&lt;b&gt;<mark>&amp;</mark>&#34;x&#39;",
        ),
        (
            [Run("a\0<", is_match=True), Run("\0", is_match=False), Run("b", is_match=True)],
            "<mark>a\0&lt;</mark>\0<mark>b</mark>",
        ),
    ],
)
def test_runs_are_escaped_one_by_one(runs, expected):
    template = '{% from "search_page/macros.html" import marked %}{{ marked(runs) }}'
    assert engines["jinja2"].from_string(template).render({"runs": runs}) == expected
