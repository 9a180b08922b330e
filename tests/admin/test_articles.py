"""The search box above the list of articles: the readers' engine, and what readers do not see."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import translation

from articles.admin import article_search
from articles.models import Article
from articles.search.index.files import index_files
from tests.factories import make_article, make_source

pytestmark = pytest.mark.django_db

LIST = reverse("admin:articles_article_changelist")


@pytest.fixture
def client(client):
    client.force_login(User.objects.create_superuser("chief"))
    client.cookies["django_language"] = "en"
    return client


class Page:
    """The list as it answers a search."""

    def __init__(self, client, term, **parameters):
        with translation.override("fa"):
            response = client.get(LIST, {"q": term, **parameters})
        assert response.status_code == 200
        self.list = response.context["cl"]
        self.messages = [str(message) for message in get_messages(response.wsgi_request)]
        self.html = response.content.decode()

    @property
    def titles(self):
        return [article.title for article in self.list.result_list]


@pytest.fixture
def archive(rebuild_index):
    """Stores and indexes articles of some titles; those that end in a cross are hidden."""

    def store(*titles, **fields):
        articles = []
        for title in titles:
            status = Article.Status.HIDDEN if title.endswith("✗") else Article.Status.PUBLISHED
            articles.append(make_article(title, **{"status": status, **fields}))
        rebuild_index()
        return articles

    return store


def test_articles_are_found_as_readers_find_them(client, archive):
    archive("کتاب‌های سیّار", "برف در مهررود", body="باد آمد.")
    for term in ("كتاب", "کِتاب‌ها", "عنوان:کتاب", '"کتاب‌های سیار"', "کتا*", "کتاب -برف"):
        assert Page(client, term).titles == ["کتاب‌های سیّار"], term


def test_the_body_is_searched_too_and_the_best_come_first(client, archive):
    archive("فانوس", body="فانوس فانوس")
    archive("خبر", "خبر دیگر", body="در شهر فانوس نبود و باران می‌بارید و باد می‌آمد.")
    assert Page(client, "فانوس").titles[0] == "فانوس"
    assert len(Page(client, "فانوس").titles) == 3


def test_a_column_that_was_chosen_sorts_the_results(client, archive):
    archive("فانوس ب", "فانوس الف", "فانوس پ", "برف")
    assert Page(client, "فانوس", o="1").titles == ["فانوس الف", "فانوس ب", "فانوس پ"]
    assert Page(client, "فانوس", o="-1").titles == ["فانوس پ", "فانوس ب", "فانوس الف"]


def test_filters_apply_to_the_results(client, archive):
    archive("فانوس سرخ", language="fa")
    archive("فانوس سبز", language="ar", review=Article.Review.NEEDED)
    assert len(Page(client, "فانوس").titles) == 2
    assert Page(client, "فانوس", review__exact="needed").titles == ["فانوس سبز"]
    assert Page(client, "فانوس", review__exact="needed", language__exact="fa").titles == []


def test_pages_part_the_results_without_overlap(client, archive):
    archive(*(f"فانوس {number}" for number in range(130)))
    first, second = Page(client, "فانوس"), Page(client, "فانوس", p=2)
    assert first.list.result_count == 130
    assert (len(first.titles), len(second.titles)) == (100, 30)
    assert len({*first.titles, *second.titles}) == 130


def test_names_in_other_languages_are_searched_and_named(client, archive):
    archive("A lantern for Japan", language="en")
    found = Page(client, "ژاپن")
    assert found.titles == ["A lantern for Japan"]
    assert any("Japan" in message for message in found.messages)


def test_partial_matches_are_named_as_such(client, archive):
    archive("فانوس سرخ")
    found = Page(client, "فانوس پرنده درخت")
    assert found.titles == ["فانوس سرخ"]
    assert len(found.messages) == 1


def test_a_plain_answer_has_no_message(client, archive):
    archive("فانوس سرخ")
    assert Page(client, "فانوس").messages == []


def test_hidden_articles_are_found_by_their_titles_on_either_keyboard(client, archive):
    hidden = "كتاب سيّار مهررود ✗"
    archive(hidden, "برف", "کتاب سرخ")
    assert Page(client, "کتاب").titles == [hidden, "کتاب سرخ"]
    assert Page(client, "کتاب سیار").titles == [hidden]  # and not what has one of the words
    assert Page(client, "کتاب -سیار").titles == ["کتاب سرخ"]
    assert Page(client, "برف OR سیار").titles == [hidden, "برف"]
    assert Page(client, "کتاب", status__exact="hidden").titles == [hidden]


@pytest.mark.parametrize("term", ["برف", "***", "lang:fa", "date:2025", "کتاب lang:fa"])
def test_hidden_articles_come_only_with_words_of_their_titles(client, archive, term):
    archive("کتاب ✗", day=date(2025, 1, 1))
    assert Page(client, term).titles == []


def test_every_article_is_found_by_its_key(client, archive):
    shown, hidden = archive("فانوس", "کتاب ✗")
    assert Page(client, shown.key).titles == ["فانوس"]
    assert Page(client, f" {hidden.key.upper()} ").titles == ["کتاب ✗"]


def test_results_beyond_the_bound_are_cut_and_the_message_says_so(client, archive, monkeypatch):
    monkeypatch.setattr(article_search, "MOST_LISTED", 3)
    archive(*(f"فانوس {number}" for number in range(5)))
    found = Page(client, "فانوس")
    assert found.list.result_count == 3
    [message] = found.messages
    assert "۳" in message
    assert "۵" in message
    archive("کتاب")
    assert Page(client, "کتاب").messages == []


@pytest.mark.parametrize("trouble", ["missing", "damaged"])
def test_without_an_index_titles_are_searched_in_the_database(client, archive, settings, trouble):
    archive("فانوس سرخ", "کتاب")
    if trouble == "missing":
        settings.DATA_DIR = settings.DATA_DIR / "elsewhere"
    else:
        index_files().current().meta.write_text("{", encoding="utf-8")
    found = Page(client, "فانوس")
    assert found.titles == ["فانوس سرخ"]
    [message] = found.messages
    assert "search_index --rebuild" in message


def test_a_message_comes_once_however_often_the_list_asks(client, archive):
    archive("فانوس سرخ")
    found = Page(client, "فانوس پرنده درخت", _facets="True")
    assert len(found.messages) == 1
    assert "(۱)" in found.html  # the filters' counts are of what was found


def test_an_empty_search_lists_everything_without_asking_the_index(client, archive, settings):
    archive("فانوس", "کتاب")
    settings.DATA_DIR = settings.DATA_DIR / "elsewhere"
    found = Page(client, " ")
    assert len(found.titles) == 2
    assert found.messages == []


@pytest.mark.parametrize(
    "term", ["*" * 999, '"' * 999, "کتاب " * 3000, "\ud800", "\u202eکتاب", "OR " * 1000, "'\";--%"]
)
def test_no_term_breaks_the_list(client, archive, term):
    archive("فانوس")
    Page(client, term.encode("utf-8", "surrogatepass"))


def test_what_is_asked_of_the_database_does_not_grow_with_the_results(
    client, archive, django_assert_max_num_queries
):
    source = make_source()
    archive(*(f"فانوس {number}" for number in range(60)), source=source, day=date(2025, 1, 1))
    Page(client, "فانوس")
    with django_assert_max_num_queries(20):
        assert len(Page(client, "فانوس").titles) == 60
