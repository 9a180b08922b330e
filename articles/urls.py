"""The readers' addresses, below the prefix of their language."""

from django.urls import path, re_path

from .views.api import page as api
from .views.article import captures, formats, history, picture, report, shared
from .views.article import page as articles
from .views.by_date import pages as archive
from .views.events import page as events
from .views.feeds import atom as feeds
from .views.search import help as search_help
from .views.search import page as search
from .views.site import about, dataset, home, sources, web_manifest
from .views.trends import page as trends

KEY = "(?P<key>[a-z0-9]{16})"
CALENDAR = "(?P<calendar>jalali|gregorian)"
# The views handle numbers out of range or in other digits.
YEAR, MONTH, DAY = r"(?P<year>\d+)", r"(?P<month>\d+)", r"(?P<day>\d+)"

urlpatterns = [
    path("", home.home, name="home"),
    path("site.webmanifest", web_manifest.web_manifest, name="web_manifest"),
    path("feed/", feeds.archive_feed, name="feed"),
    path("about/", about.about, name="about"),
    path("data/", dataset.dataset_page, name="dataset"),
    path("search/", search.search_page, name="search"),
    path("search/feed/", feeds.search_feed, name="search_feed"),
    path("trends/", trends.trends_page, name="trends"),
    path("trends.csv", trends.trends_table, name="trends_table"),
    path("trends.svg", trends.trends_picture, name="trends_picture"),
    path("api/", api.api_page, name="api_page"),
    path("help/search/", search_help.search_help, name="search_help"),
    re_path(rf"^articles/{KEY}/$", articles.article, name="article"),
    re_path(
        rf"^articles/{KEY}\.(?P<form>json|txt|bib|ris|csl\.json)$",
        formats.article_format,
        name="article_format",
    ),
    re_path(rf"^articles/{KEY}/picture\.png$", picture.article_picture, name="article_picture"),
    re_path(rf"^articles/{KEY}/raw/$", captures.raw_capture, name="raw_capture"),
    re_path(rf"^articles/{KEY}/scraped/$", captures.capture_text, name="capture_text"),
    re_path(rf"^articles/{KEY}/history/$", history.article_history, name="article_history"),
    re_path(rf"^articles/{KEY}/shared/$", shared.shared_family, name="shared_family"),
    re_path(
        rf"^articles/{KEY}/shared/(?P<other>[a-z0-9]{{16}})/$",
        shared.shared_passages,
        name="shared_passages",
    ),
    re_path(rf"^articles/{KEY}/report/$", report.report, name="report"),
    re_path(rf"^events/{KEY}/$", events.event, name="event"),
    path("archive/", archive.years, name="archive"),
    re_path(rf"^archive/{CALENDAR}/$", archive.years_of),
    re_path(rf"^archive/{CALENDAR}/{YEAR}/$", archive.year, name="archive_year"),
    re_path(rf"^archive/{CALENDAR}/{YEAR}/{MONTH}/$", archive.month, name="archive_month"),
    re_path(rf"^archive/{CALENDAR}/{YEAR}/{MONTH}/{DAY}/$", archive.day, name="archive_day"),
    path("sources/", sources.source_list, name="source_list"),
    re_path(r"^sources/(?P<slug>[-\w]+)/$", sources.source, name="source"),
    re_path(r"^sources/(?P<slug>[-\w]+)/feed/$", feeds.source_feed, name="source_feed"),
]
