"""The URLs of the archive."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path

from articles.admin import password_reset
from articles.views.api import imports as api_imports
from articles.views.api.answering import reading
from articles.views.api.oembed import oembed
from articles.views.article.mementos import timegate, timemap
from articles.views.article.short_link import short_link
from articles.views.feeds.robots import robots
from articles.views.feeds.sitemaps import sitemap_index, sitemap_of_pages, sitemap_of_year
from articles.views.harvesting.oai_pmh import oai
from articles.views.search.opensearch import opensearch, suggestions
from articles.views.search.suggest import suggest
from articles.views.site import dataset
from articles.views.site.favicon import favicon
from articles.views.site.health import healthz, readyz
from articles.views.site.home import root
from articles.views.site.metrics import metrics
from articles.views.transparency import log as transparency
from newsarchive.rate_limits import Limit, rate_limited

admin.autodiscover()

urlpatterns = [
    path("", root, name="root"),
    path("favicon.ico", favicon),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("suggest/", suggest, name="suggest"),
    path("robots.txt", robots, name="robots"),
    path("opensearch.xml", opensearch, name="opensearch"),
    path("opensearch/suggestions/", suggestions, name="opensearch_suggestions"),
    path("sitemap.xml", sitemap_index, name="sitemap_index"),
    path("sitemap-pages.xml", sitemap_of_pages, name="sitemap_of_pages"),
    re_path(
        r"^sitemap-(?P<year>[0-9]{4}|undated)-(?P<part>[1-9][0-9]{0,5})\.xml$",
        sitemap_of_year,
        name="sitemap_of_year",
    ),
    path("oai", oai, name="oai"),
    path("timegate/<path:original>", timegate, name="timegate"),
    path("timemap/<path:original>", timemap, name="timemap"),
    path("data/<path:path>", dataset.dataset_file, name="dataset_file"),
    path("transparency/", transparency.heads, name="transparency"),
    path("transparency/feed/", transparency.feed, name="transparency_feed"),
    path("transparency/verify_receipt.py", transparency.verifier, name="verify_receipt"),
    re_path(r"^transparency/heads/(?P<size>[0-9]{1,18})/$", transparency.note, name="log_head"),
    re_path(
        r"^transparency/heads/(?P<size>[0-9]{1,18})/stamp$", transparency.stamp, name="log_stamp"
    ),
    re_path(
        r"^transparency/receipts/(?P<capture>[0-9]{1,18})/$",
        transparency.capture_receipt,
        name="receipt",
    ),
    re_path(
        r"^transparency/consistency/(?P<first>[0-9]{1,18})/(?P<second>[0-9]{1,18})/$",
        transparency.heads_consistency,
        name="consistency",
    ),
    path("api/v1/imports/items", api_imports.items, name="api_import_items"),
    path("oembed", reading(oembed), name="oembed"),
    re_path("^a/(?P<key>[a-z0-9]{16})$", short_link, name="short_link"),
    path("api/v1/", include("articles.views.api.urls")),
    path(
        "admin/password_reset/",
        rate_limited(Limit.RESETS)(password_reset.ask),
        name="admin_password_reset",
    ),
    path("admin/password_reset/done/", password_reset.asked, name="password_reset_done"),
    path("admin/reset/<uidb64>/<token>/", password_reset.confirm, name="password_reset_confirm"),
    path("admin/reset/done/", password_reset.complete, name="password_reset_complete"),
    path("admin/", admin.site.urls),
    *i18n_patterns(path("", include("articles.urls"))),
]

handler400 = "articles.views.site.errors.bad_request"
handler403 = "articles.views.site.errors.permission_denied"
handler404 = "articles.views.site.errors.not_found"
handler500 = "articles.views.site.errors.server_error"
