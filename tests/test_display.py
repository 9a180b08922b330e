"""Numbers as readers are shown them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import override

from articles.display import file_size, number, rounded

SIZES = {
    "fa": {0: "۰ بایت", 1_000: "۱۰۰۰ بایت", 1_536: "۱٫۵ کیلوبایت", 4_700_000: "۴٫۵ مگابایت"},
    "ar": {0: "٠ بايت", 1_000: "١٠٠٠ بايت", 1_536: "١٫٥ كيلوبايت", 4_700_000: "٤٫٥ ميغابايت"},
}


@pytest.mark.parametrize("language", SIZES)
def test_the_size_of_a_file_has_the_digits_and_the_separator_of_other_numbers(language):
    with override(language):
        assert {size: file_size(size).replace("\xa0", " ") for size in SIZES[language]} == SIZES[
            language
        ]
        for size in (1, 10**5, 10**9, 10**13, 10**17):
            assert not re.search("[0-9][.,]|[.,][0-9]", file_size(size))
        assert "٫" in rounded(3.5)
        assert number(1_526)[1] == "٬"


def test_no_page_shows_the_size_of_a_file_in_another_way():
    """Django's own filter has a separator of its own in each language."""
    root = Path(settings.BASE_DIR)
    for page in (root / "templates").rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*(filesizeformat|floatformat|intcomma)", text), page
    for module in (root / "articles").rglob("*.py"):
        if module.name != "display.py":
            assert "filesizeformat" not in module.read_text(encoding="utf-8"), module
