"""The form by which an editor corrects an article."""

from __future__ import annotations

import jdatetime
import pytest
from django.contrib.auth.models import Permission, User

from articles.models import Article
from tests.admin.article_pages import OpenForm, change_page, make_editor
from tests.dump_texts import LANTERNS, changed, dump, run, write
from tests.factories import make_article, make_figure, make_related, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = make_editor()
    client.force_login(user)
    return user


@pytest.fixture
def article():
    article = make_article(
        "فانوس‌های تازه", body="بند یک.\n\nبند دو.", source=make_source("بامداد نو")
    )
    make_figure(article, 1, alt="پل", caption="پل در شب", credit="نگار")
    make_related(article, "برف در مهررود")
    return article


def errors(response):
    return response.context["adminform"].form.errors


def test_a_form_sent_as_it_was_opened_changes_nothing(client, editor, article):
    before = article.history.count()
    assert OpenForm(client, article).send().status_code == 302
    article.refresh_from_db()
    assert article.corrected_fields == []
    assert article.history.count() == before


def test_changed_fields_become_corrections_with_who_and_why(client, editor, article):
    OpenForm(client, article).send(title="فانوس‌ها", author="نگار", reason="از روی چاپ")
    article.refresh_from_db()
    assert (article.title, article.author) == ("فانوس‌ها", "نگار")
    assert article.corrected_fields == ["author", "title"]
    version = article.history.first()
    assert (version.history_user, version.history_change_reason) == (editor, "از روی چاپ")


def test_status_and_review_are_decisions_and_no_corrections(client, editor, article):
    OpenForm(client, article).send(status="hidden", review="done")
    article.refresh_from_db()
    assert (article.status, article.review) == ("hidden", "done")
    assert article.corrected_fields == []


def test_figures_and_related_stories_are_corrected_as_wholes(client, editor, article):
    target = make_article("باران بهاری")
    OpenForm(client, article).send(
        **{
            "figures-position": ["۲", "0", ""],
            "figures-alt": ["", "رود", ""],
            "figures-caption": ["", "رود  در\tشب", ""],
            "figures-credit": ["", "", ""],
        },
        related="باران بهاری\r\n\r\n  برف در مهررود ",
    )
    article.refresh_from_db()
    assert article.parts == {
        "figures": [[0, "رود", "رود در شب", ""]],
        "related": ["باران بهاری", "برف در مهررود"],
    }
    assert article.related_stories.first().target == target
    assert article.corrected_fields == ["figures", "related"]


def test_a_figure_without_a_place_is_refused(client, editor, article):
    response = OpenForm(client, article).send(**{"figures-position": ["x", ""]})
    assert list(errors(response)) == ["figures"]


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("۱۴۰۴/۱۰/۰۷", jdatetime.date(1404, 10, 7)),
        ("28 December 2025", jdatetime.date(1404, 10, 7)),
        ("٢٨ ديسمبر ٢٠٢٥", jdatetime.date(1404, 10, 7)),
        ("", None),
    ],
)
def test_days_of_any_calendar_are_taken(client, editor, article, typed, day):
    Article.objects.update(published_on=jdatetime.date(1400, 1, 1))
    OpenForm(client, article).send(published_on=typed)
    article.refresh_from_db()
    assert article.published_on == day


@pytest.mark.parametrize(("typed", "clock"), [("۱۴:۰۵", "14:05:00"), ("٩:٣٠", "09:30:00")])
def test_times_are_taken_in_any_digits(client, editor, article, typed, clock):
    OpenForm(client, article).send(published_time=typed)
    article.refresh_from_db()
    assert str(article.published_time) == clock


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("title", "  "),
        ("published_on", "هرگز"),
        ("published_time", "25:99"),
        ("source", "هیچ‌جا"),
        ("duplicate_of", "aaaaaaaaaaaaaaaa"),
        ("duplicate_of", "/admin/articles/article/999999/change/"),
        ("reason", "x" * 101),
        ("status", "burnt"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(client, editor, article, field, typed):
    response = OpenForm(client, article).send(**{field: typed})
    assert response.status_code == 200
    assert list(errors(response)) == [field]
    article.refresh_from_db()
    assert article.corrected_fields == []


def test_a_source_is_chosen_by_name_spelling_or_slug(client, editor, article):
    source = make_source("الجزيرة", "ar", slug="aljazeera", name_fa="الجزیره")
    source.aliases.create(folded_name="jazeera net")
    for typed in ("الجزيرة", "الجزیره", "aljazeera", "Jazeera Net"):
        Article.objects.update(source=None)
        OpenForm(client, article).send(source=typed)
        article.refresh_from_db()
        assert article.source == source, typed


def test_a_name_of_two_sources_is_refused_with_their_slugs(client, editor, article):
    make_source("بامداد نو", slug="other-dawn")
    response = OpenForm(client, article).send(source="بامداد نو")
    assert "other-dawn" in str(errors(response)["source"])


def test_a_near_name_is_told(client, editor, article):
    article.source.aliases.create(folded_name="بامداد نو")
    response = OpenForm(client, article).send(source="بامداد")
    assert "بامداد نو" in str(errors(response)["source"])


def test_a_duplicate_is_named_by_key_or_address(client, editor, article):
    other = make_article()
    for typed in (other.key, f"https://x.example{other.get_absolute_url()}", change_page(other)):
        Article.objects.update(duplicate_of=None)
        OpenForm(client, article).send(duplicate_of=typed)
        article.refresh_from_db()
        assert article.duplicate_of == other, typed


def test_correct_import_again_and_release(client, editor, tmp_path):
    run(*write(tmp_path, dump()))
    article = Article.objects.get()
    OpenForm(client, article).send(title="فانوس", body="کوتاه")
    run(*write(tmp_path / "2", dump(views=99, body=changed(LANTERNS, last="پایان تازه."))))
    article.refresh_from_db()
    assert (article.title, article.body, article.views) == ("فانوس", "کوتاه", 99)
    OpenForm(client, article).send(release=["body"], reason="بازگشت به برداشت")
    article.refresh_from_db()
    assert article.title == "فانوس"
    assert article.body.endswith("پایان تازه.")
    assert article.corrected_fields == ["title"]
    assert article.history.first().history_change_reason == "بازگشت به برداشت"


def test_a_correction_stands_beside_what_was_captured_with_the_box_that_releases_it(
    client, editor, tmp_path
):
    run(*write(tmp_path, dump()))
    article = Article.objects.get()
    OpenForm(client, article).send(title="فانوس", body="کوتاه")
    page = OpenForm(client, article).response.text
    for name, captured in (("title", dump().splitlines()[0]), ("body", LANTERNS[0])):
        field = page.split(f'field-{name}">')[1].split('class="form-row')[0]
        assert f'name="release" value="{name}"' in field
        assert captured in field.split("correction__text")[1]
    assert page.count('name="release"') == 2
    again = OpenForm(client, article).send(release=["title"], published_on="هرگز")
    assert '"title" checked' in " ".join(again.text.split())


def test_what_somebody_else_has_released_meanwhile_needs_nothing_more(client, editor, tmp_path):
    run(*write(tmp_path, dump()))
    article = Article.objects.get()
    article.correct({"title": "فانوس", "author": "نگار"})
    form = OpenForm(client, article)
    assert form.send(release=["title", "views", "no field"]).status_code == 302
    article.refresh_from_db()
    assert article.corrected_fields == ["author"]


def test_a_release_without_a_capture_is_refused(client, editor, article):
    article.correct({"author": "نگار"})
    response = OpenForm(client, article).send(release=["author"])
    assert list(errors(response)) == ["__all__"]


def test_the_capture_stands_beside_the_form_with_its_fields_marked(client, editor, tmp_path):
    run(*write(tmp_path, dump(related=["برف در مهررود"])))
    capture = OpenForm(client, Article.objects.get()).response.context["capture"]
    marked = {piece.field for line in capture.lines for piece in line}
    assert {"title", "source", "date", "views", "paragraphs", "related"} <= marked


def test_who_may_only_look_sees_the_article_and_no_form(client, article):
    reader = User.objects.create_user("reader", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_article"))
    client.force_login(reader)
    text = client.get(change_page(article)).text
    assert "پل در شب" in text
    assert "برف در مهررود" in text
    assert 'name="title"' not in text
    assert client.post(change_page(article), {"title": "x"}).status_code == 403


def test_articles_are_neither_added_nor_deleted_by_hand(client, editor, article):
    assert client.get("/admin/articles/article/add/").status_code == 403
    address = change_page(article).replace("change", "delete")
    assert client.post(address, {"post": "yes"}).status_code == 403


def test_the_page_asks_the_same_of_the_database_however_much_there_is(
    client, editor, article, django_assert_max_num_queries
):
    for number in range(30):
        make_related(article, f"خبر دیگر {number}")
        make_figure(article, number, caption=f"عکس {number}")
    with django_assert_max_num_queries(20):
        client.get(change_page(article))
