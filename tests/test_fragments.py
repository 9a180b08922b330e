"""The templates of fragments escape what they show, miss nothing, and speak the page's language."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines
from django.utils.translation import override
from jinja2 import UndefinedError

from articles.fragments import source_link
from articles.models import Source

FOLDER = Path(settings.BASE_DIR) / "templates" / "jinja2"
TAGS = Path(settings.BASE_DIR) / "articles" / "templatetags"


def filled(template, **shown):
    return engines["jinja2"].from_string(template).render(shown)


def test_every_value_is_escaped_in_macros_too():
    template = "{% macro shown(text) %}<i>{{ text }}</i>{% endmacro %}{{ shown(text) }}{{ text }}"
    assert filled(template, text="<b>") == "<i>&lt;b&gt;</i>&lt;b&gt;"


@pytest.mark.parametrize("template", ["{{ nothing }}", "{{ text.nothing }}"])
def test_a_name_that_is_not_there_is_an_error(template):
    with pytest.raises(UndefinedError):
        filled(template, text="")


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.html")), ids=lambda path: path.name)
def test_no_template_of_a_fragment_takes_a_value_for_markup(path):
    assert not re.search(r"\bsafe\b|autoescape", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", sorted(TAGS.glob("*.py")), ids=lambda path: path.name)
def test_no_tag_takes_a_value_for_markup(path):
    assert not re.search(r"\b(mark_safe|escape)\b", path.read_text(encoding="utf-8"))


def test_a_link_to_a_source_is_in_the_language_of_each_page():
    source = Source(slug="river", name_fa="رود", name_ar="النهر")
    shown = {}
    for language in ("fa", "ar", "fa"):
        with override(language):
            shown[language] = source_link(source)
    assert shown["fa"] == '<a href="/fa/sources/river/"><bdi lang="fa">رود</bdi></a>'
    assert shown["ar"] == '<a href="/ar/sources/river/"><bdi lang="ar">النهر</bdi></a>'
