"""Sources in the admin: names, spellings, and what imports make of them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from articles.importing.verifying import verify
from articles.models import Article, Source, SourceAlias
from tests.dump_texts import dump, run, write
from tests.factories import make_source

pytestmark = [pytest.mark.django_db, pytest.mark.each_database]

PORT = "روزنامه بندر"


@pytest.fixture
def source(tmp_path):
    run(*write(tmp_path, dump(source=PORT)))
    return Source.objects.get()


def page_of(source):
    return reverse("admin:articles_source_change", args=[source.pk])


def save(client, source, *, new=(), removed=(), **fields):
    """Send the form of a source with spellings added and removed."""
    aliases = list(source.aliases.order_by("pk"))
    data = {
        "name_fa": source.name_fa,
        "name_ar": source.name_ar,
        "name_en": source.name_en,
        "slug": source.slug,
        "homepage": source.homepage,
        "language": source.language,
        "aliases-TOTAL_FORMS": len(aliases) + len(new),
        "aliases-INITIAL_FORMS": len(aliases),
        **fields,
    }
    for number, alias in enumerate(aliases):
        data |= {f"aliases-{number}-id": alias.pk, f"aliases-{number}-source": source.pk}
        if alias.folded_name in removed:
            data[f"aliases-{number}-DELETE"] = "on"
    for number, name in enumerate(new, len(aliases)):
        data |= {f"aliases-{number}-folded_name": name, f"aliases-{number}-source": source.pk}
    return client.post(page_of(source), data)


def test_names_in_three_languages_are_kept_with_who_changed_them(client, member, source):
    editor = member("Editors")
    answer = save(client, source, name_ar="جريدة الميناء", name_en="The Port", reason="نام رسمی")
    assert answer.status_code == 302
    source.refresh_from_db()
    assert (source.name_ar, source.name_en, source.needs_review) == (
        "جريدة الميناء",
        "The Port",
        False,
    )
    row = source.history.latest()
    assert (row.history_user, row.history_change_reason) == (editor, "نام رسمی")


def test_a_spelling_is_folded_and_later_items_are_credited_by_it(client, member, source, tmp_path):
    member("Editors")
    assert save(client, source, new=["جَريدة الميناء"]).status_code == 302
    run(*write(tmp_path / "b", dump("تازه", source="جريده الميناء")))
    assert {article.source for article in Article.objects.all()} == {source}
    assert list(verify()) == []


def test_a_spelling_of_another_source_is_refused_with_its_name(client, member, source, tmp_path):
    run(*write(tmp_path / "b", dump("تازه", source="خبرخانه ساحل")))
    member("Editors")
    answer = save(client, source, new=["خبرخانه ساحل"])
    assert answer.status_code == 200
    assert "خبرخانه ساحل" in str(answer.context["inline_admin_formsets"][0].formset.errors)
    assert SourceAlias.objects.count() == 2


@pytest.mark.parametrize("name", ["", "ـ", "\u200c"])
def test_a_spelling_without_letters_is_refused(client, member, source, name):
    member("Editors")
    save(client, source, new=[name])
    assert SourceAlias.objects.count() == 1


def test_a_spelling_that_items_print_cannot_be_removed_and_another_can(client, member, source):
    member("Editors")
    save(client, source, new=["بندرنامه"])
    answer = save(client, source, removed=[PORT])
    assert answer.status_code == 200
    assert PORT in str(answer.context["inline_admin_formsets"][0].formset.non_form_errors())
    assert save(client, source, removed=["بندرنامه"]).status_code == 302
    assert list(SourceAlias.objects.values_list("folded_name", flat=True)) == [PORT]


def test_a_spelling_that_is_there_cannot_be_written_over(client, member, source):
    member("Editors")
    save(client, source, **{"aliases-0-folded_name": "دیگری"})
    assert SourceAlias.objects.get().folded_name == PORT


def test_a_homepage_is_a_web_address(client, member, source):
    member("Editors")
    assert save(client, source, homepage="javascript:alert(1)").status_code == 200
    assert save(client, source, homepage="port.example").status_code == 302
    source.refresh_from_db()
    assert source.homepage == "https://port.example"


def test_the_list_counts_articles_and_finds_by_spelling(client, member, source):
    member("Importers")
    address = reverse("admin:articles_source_changelist")
    assert client.get(address).context["cl"].result_list[0].article_count == 1
    assert client.get(address, {"q": "بندر"}).context["cl"].result_count == 1
    assert client.get(address, {"q": "هرگز"}).context["cl"].result_count == 0


@pytest.mark.parametrize(("language", "words"), [("fa", "انگلیسی"), ("ar", "الإنجليزية")])
def test_languages_are_named_in_the_list_and_its_filter(admin_client, language, words):
    make_source("The Lantern", "en")
    make_source("المنارة", "ar")
    admin_client.cookies["django_language"] = language
    page = admin_client.get("/admin/articles/source/").text
    assert f'<td class="field-shown_language">{words}</td>' in page
    assert f'<a href="?language=en">{words}' in page
    assert "المنارة" not in admin_client.get("/admin/articles/source/?language=en").text
