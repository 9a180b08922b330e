"""A page or feed that is named by its address, from the form to the preview and the import."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from articles.jobs.worker import Worker
from articles.models import Article, Job
from tests.factories import make_article, make_related, make_source
from tests.fetching.conftest import server, site
from tests.jobs.test_feeds import page, rss

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("worker_in_process")]
__all__ = ["server", "site"]

START = reverse("admin:articles_import")


@pytest.fixture
def client(client):
    client.force_login(User.objects.create_superuser("chief"))
    return client


@pytest.fixture
def asked(client, settings):
    """Asks for an address on the form; the job, when the worker has done it."""
    settings.FETCH_PRIVATE, settings.FETCH_PAUSE = True, 0

    def ask(address):
        answer = client.post(START, {"address": address})
        assert answer.status_code == 302, answer.context["form"].errors
        Worker().work()
        return Job.objects.first()

    return ask


def test_a_page_is_fetched_into_the_preview_and_imported(client, asked, site):
    site.put("/news/1", page("فانوس تازه"), Content_Type="text/html; charset=utf-8")
    job = asked(site.url("/news/1"))
    assert (job.state, job.result["counts"]["created"]) == ("done", 1)
    shown = client.get(reverse("admin:articles_job", args=[job.pk])).text
    assert "فانوس تازه" in shown and not Article.objects.exists()
    client.post(reverse("admin:articles_job_confirm", args=[job.pk]))
    Worker().work()
    article = Article.objects.get()
    assert (article.title, article.url) == ("فانوس تازه", site.url("/news/1"))


def test_what_was_fetched_is_read_again_without_asking_again(client, asked, site):
    site.put("/feed", rss("یک", "دو"), Content_Type="application/rss+xml")
    job = asked(site.url("/feed"))
    assert job.result["counts"]["created"] == 2
    asked_before = len(site.asked)
    client.post(reverse("admin:articles_job_again", args=[job.pk]))
    Worker().work()
    job.refresh_from_db()
    assert (job.state, len(site.asked)) == ("done", asked_before)


def test_what_cannot_be_fetched_says_why_and_can_be_tried_again(client, asked, site):
    job = asked(site.url("/missing"))
    assert (job.state, job.error) == ("failed", "not_fetched")
    shown = client.get(reverse("admin:articles_job", args=[job.pk])).text
    assert "نشانی برداشته نشد." in shown and "404" in shown
    site.put("/missing", page("فانوس"), Content_Type="text/html")
    client.post(reverse("admin:articles_job_again", args=[job.pk]))
    Worker().work()
    job.refresh_from_db()
    assert job.state == "done"


def test_machines_of_the_own_network_are_not_asked(client, asked, site, settings):
    settings.FETCH_PRIVATE = False
    job = asked(site.url("/"))
    assert (job.error, site.asked) == ("not_fetched", [])


@pytest.mark.parametrize("address", ["ftp://news.example/", "http://", "x y"])
def test_what_is_no_address_is_said_at_once(client, address):
    answer = client.post(START, {"address": address, "label": "برچسب من"})
    assert answer.status_code == 200 and answer.context["form"].errors["address"]
    assert "برچسب من" in answer.text
    assert not Job.objects.exists()


def test_wanted_articles_and_sources_lead_there(client):
    story = make_related(make_article(), "خبری که نیست")
    wanted = reverse("admin:articles_article_wanted", args=[story.title_key])
    assert f"{START}?label=" in client.get(wanted).text
    source = make_source(homepage="https://bamdad.example/")
    change = client.get(reverse("admin:articles_source_change", args=[source.pk])).text
    address = f"{START}?address=https%3A//bamdad.example/"
    assert address in change
    assert 'value="https://bamdad.example/"' in client.get(address).text
