"""What a server process loads before its first reader comes.

Templates, catalogues of messages, the search index, the tables of the analysis and the description
of the API are loaded or made when they are first used: a quarter of a second for the front page, a
tenth for a list by the API. Each new process would take that from a reader, and on a busy machine
from all who wait behind.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.db import connections
from django.urls import reverse
from django.utils import translation

from articles.models import Article

from .metrics_port import Application
from .request_metrics import NOBODYS

_logger = logging.getLogger(__name__)

_WORD = "خبر"
"""What is searched for: news, in Persian and Arabic."""


def warm_up(application: Application) -> None:
    """Let the application answer once what readers ask for most, in each language.

    The log of requests and the metrics leave these requests out. Whatever is missing (a database,
    say), the process starts: its pages tell readers of that, until it is there.
    """
    try:
        for language, address in list(_addresses()):
            _ask(application, language, address)
    except Exception as error:
        _logger.warning("Nothing could be loaded before it is asked for: %s", error)
    finally:
        connections.close_all()  # the threads that answer readers open their own


def _addresses() -> Iterator[tuple[str, str]]:
    latest = Article.objects.visible().order_by("-pk").first()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            yield language, reverse("home")
            yield language, f"{reverse('search')}?{urlencode({'q': _WORD})}"
            if latest:
                yield language, latest.get_absolute_url()
                yield language, reverse("report", args=[latest.key])
    yield settings.LANGUAGE_CODE, reverse("api_articles")


def _ask(application: Application, language: str, address: str) -> None:
    path, _mark, query = address.partition("?")
    host = settings.ALLOWED_HOSTS[0].lstrip("*.") or "localhost"
    environ = {
        NOBODYS: True,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": host,
        "HTTP_ACCEPT_LANGUAGE": language,
        "HTTP_ACCEPT_ENCODING": "gzip",
        "wsgi.url_scheme": "https" if settings.SECURE_SSL_REDIRECT else "http",
    }
    setup_testing_defaults(environ)  # what every request has
    answer = application(environ, lambda *_status_and_headers: None)
    for _part in answer:
        pass
    if close := getattr(answer, "close", None):
        close()
